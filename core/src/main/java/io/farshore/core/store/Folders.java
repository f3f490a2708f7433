package io.farshore.core.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The folders below a store's root: they appear durably with the first entry and go with the last. Removing an empty folder can
 * race with an entry that is just being made in it: within this process a lock keeps them apart, and when another process
 * removed the folder, the entry is tried again. Does not create the root.
 */
final class Folders {
    /** Each try loses only to another removal of the same folder, so this is never reached but by a broken file system. */
    private static final int TRIES = 1000;
    /** Keeps memory small in a store of very many folders; forgetting costs a few forces more. */
    private static final int MOST_REMEMBERED = 50_000;

    private final Path root;
    /** Folders whose own entries are known to be durable. */
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();
    /** Read: makes entries. Write: removes folders. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    Folders(Path root) {
        this.root = root;
    }

    /** Runs the change with the folder there, and returns when the folder and its entries are durable. */
    boolean change(Path folder, Change change) throws IOException {
        lock.readLock().lock();
        try {
            boolean changed = tryChange(folder, change);
            force(folder);
            return changed;
        } finally {
            lock.readLock().unlock();
        }
    }

    private boolean tryChange(Path folder, Change change) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                create(folder);
                return change.apply();
            } catch (NoSuchFileException e) {
                if (tries == TRIES || !Files.isDirectory(root)) {
                    throw e;
                }
                forget(folder);
            }
        }
    }

    private void create(Path folder) throws IOException {
        if (folder.equals(root) || durable.contains(folder)) {
            return;
        }
        Path parent = parent(folder);
        create(parent);
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (Files.isRegularFile(folder)) {
                throw new IllegalArgumentException(
                        "no object can be below %s, which is an object itself".formatted(root.relativize(folder)), e);
            }
        }
        force(parent);
        if (durable.size() >= MOST_REMEMBERED) {
            durable.clear();
        }
        durable.add(folder);
    }

    /** Removes the folder if it is empty, then its parent, and so on, and makes the last removal durable. */
    void removeEmpty(Path folder) throws IOException {
        lock.writeLock().lock();
        try {
            forget(folder);
            Path at = folder;
            while (!at.equals(root) && isRemoved(parent(at), at)) {
                at = parent(at);
            }
            force(at);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Removes the folder unless there is something in it. Never removes a file, which another process may just have put there. */
    private static boolean isRemoved(Path parent, Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(parent)) {
            if (files instanceof SecureDirectoryStream<Path> secure) {
                secure.deleteDirectory(folder.getFileName());
                return true;
            }
            return false;
        } catch (NoSuchFileException removedMeanwhile) {
            return true;
        } catch (DirectoryNotEmptyException inUse) {
            return false;
        } catch (FileSystemException e) {
            if (Files.isRegularFile(folder) || Files.isRegularFile(parent)) {
                return false;
            }
            throw e;
        }
    }

    private void forget(Path folder) {
        for (Path at = folder; !at.equals(root); at = parent(at)) {
            durable.remove(at);
        }
    }

    /** A folder that is gone has nothing to make durable. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (NoSuchFileException removedMeanwhile) {
            return;
        }
    }

    private static Path parent(Path folder) {
        return Objects.requireNonNull(folder.getParent(), "only folders below the root are asked for");
    }

    /** Makes an entry in a folder. */
    interface Change {
        /** @return what {@link #change} returns */
        boolean apply() throws IOException;
    }
}
