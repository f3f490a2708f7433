package io.farshore.core.store;

import io.farshore.core.failure.ReadOnlyStoreException;
import io.farshore.core.failure.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Objects as files below a folder: the key is the path. A new object is written to a temporary file, made durable, and linked to
 * its name, which the file system lets succeed once; a replacing one is moved over the old. When a change returns, it
 * survives a power failure. Needs a file system with hard links (ext4, xfs, btrfs, tmpfs, NFS).
 *
 * <p>Any number of processes may use the folder at once. Files whose names cannot be part of a key are ignored and kept.
 */
public final class FileObjectStore implements ObjectStore {
    private final Path root;
    private final TempFiles temps;
    private final Folders folders;
    /** False for a copy on a read-only file system that lacks the folder for temporary files: it cannot be seen to go away. */
    private final boolean isMarked;

    private FileObjectStore(Path root, TempFiles temps) {
        this.root = root;
        this.temps = temps;
        this.folders = new Folders(root);
        this.isMarked = temps.folderExists();
    }

    /**
     * Opens the store in a folder, also one that was copied there or is on a read-only file system.
     *
     * @throws IllegalArgumentException when there is no such folder, or it is empty and was not made by {@link #create}: an
     *     unmounted file system must not be taken for an empty store
     */
    public static FileObjectStore open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("there is no object store at %s: %s"
                    .formatted(
                            folder,
                            Files.exists(folder)
                                    ? "it is a file; name the store's folder"
                                    : "no such folder; is its path right and its file system mounted?"));
        }
        Path root = folder.toRealPath();
        TempFiles temps = new TempFiles(root);
        if (!temps.folderExists() && isEmpty(root)) {
            throw new IllegalArgumentException(
                    "there is no object store at %s: the folder is empty; is its file system mounted?"
                            .formatted(folder));
        }
        return opened(root, temps);
    }

    /** Opens the store in a folder, making the folder and the store unless they are there. */
    public static FileObjectStore create(Path folder) throws IOException {
        try {
            Path root = Files.createDirectories(folder.toAbsolutePath()).toRealPath();
            TempFiles temps = new TempFiles(root);
            temps.createFolder();
            return opened(root, temps);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(
                    "cannot create an object store at %s: %s is not a folder".formatted(folder, e.getFile()), e);
        } catch (UnavailableException e) {
            throw e;
        } catch (IOException e) {
            throw FileErrors.unavailable("create an object store", folder, e);
        }
    }

    private static FileObjectStore opened(Path root, TempFiles temps) throws IOException {
        if (Files.isWritable(root)) {
            try {
                temps.createFolder();
                temps.removeStale();
            } catch (IOException e) {
                throw FileErrors.unavailable("remove old temporary files", root, e);
            }
        }
        return new FileObjectStore(root, temps);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            return !files.iterator().hasNext();
        }
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content) throws IOException {
        return write("create", key, content, FileObjectStore::link);
    }

    @Override
    public void put(String key, byte[] content) throws IOException {
        write("write", key, content, FileObjectStore::move);
    }

    private boolean write(String verb, String key, byte[] content, Placing placing) throws IOException {
        Path object = path(key);
        String task = verb + " " + key;
        requireStore(task);
        if (!isMarked) {
            throw new ReadOnlyStoreException("cannot %s in %s: it is read-only".formatted(task, root));
        }
        try {
            Path temp = temps.write(content);
            try {
                return folders.change(folder(object), () -> placing.place(temp, object));
            } finally {
                TempFiles.discard(temp);
            }
        } catch (IOException e) {
            throw FileErrors.unchanged(task, root, e);
        }
    }

    private static boolean link(Path temp, Path object) throws IOException {
        try {
            Files.createLink(object, temp);
            return true;
        } catch (FileAlreadyExistsException taken) {
            refuseFolder(object);
            return false;
        } catch (UnsupportedOperationException e) {
            throw new IOException("its file system has no hard links, which a store needs", e);
        }
    }

    private static boolean move(Path temp, Path object) throws IOException {
        refuseFolder(object);
        Files.move(temp, object, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    private static void refuseFolder(Path object) {
        if (Files.isDirectory(object)) {
            throw new IllegalArgumentException("%s cannot be an object: there are objects below it".formatted(object));
        }
    }

    @Override
    public byte @Nullable [] get(String key) throws IOException {
        return read(key, 0, Integer.MAX_VALUE, false);
    }

    @Override
    public byte @Nullable [] get(String key, long offset, int length) throws IOException {
        return read(key, offset, length, false);
    }

    @Override
    public byte @Nullable [] tail(String key, int length) throws IOException {
        return read(key, 0, length, true);
    }

    private byte @Nullable [] read(String key, long offset, int length, boolean fromEnd) throws IOException {
        Path object = path(key);
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "cannot read %d bytes at %d of %s: negative".formatted(length, offset, key));
        }
        if (Files.isDirectory(object)) {
            return null;
        }
        try (FileChannel file = FileChannel.open(object, StandardOpenOption.READ)) {
            long size = file.size();
            long start = fromEnd ? Math.max(0, size - length) : Math.min(offset, size);
            return read(file, start, (int) Math.min(length, size - start));
        } catch (IOException e) {
            return this.<byte @Nullable []>absent("read " + key, object, e, null);
        }
    }

    private static byte[] read(FileChannel file, long start, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && file.read(bytes, start + bytes.position()) >= 0) {
            // As many reads as it takes.
        }
        return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
    }

    @Override
    public long size(String key) throws IOException {
        Path object = path(key);
        try {
            return Files.isDirectory(object) ? -1 : Files.size(object);
        } catch (IOException e) {
            return absent("read the size of " + key, object, e, -1L);
        }
    }

    /** Returns {@code none} when the failure means that there is no such object, in a store that is there. */
    private <T extends @Nullable Object> T absent(String task, Path object, IOException failure, T none)
            throws UnavailableException {
        if (failure instanceof NoSuchFileException || Files.isDirectory(object) || isBelowAFile(object)) {
            requireStore(task);
            return none;
        }
        throw FileErrors.unavailable(task, root, failure);
    }

    private boolean isBelowAFile(Path object) {
        for (Path at = folder(object); !at.equals(root); at = folder(at)) {
            if (Files.isRegularFile(at)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<StoredObject> list(String prefix, String startAfter, int limit) throws IOException {
        Keys.checkPrefix(prefix);
        if (limit < 0) {
            throw new IllegalArgumentException("cannot list %d objects".formatted(limit));
        }
        String task = "list " + prefix;
        try {
            List<StoredObject> page = new FileListing(root, prefix, startAfter, limit).list();
            requireStore(task);
            return page;
        } catch (UnavailableException e) {
            throw e;
        } catch (IOException e) {
            throw FileErrors.unavailable(task, root, e);
        }
    }

    @Override
    public void delete(Collection<String> keys) throws IOException {
        keys.forEach(Keys::check);
        Set<Path> emptied = new HashSet<>();
        for (String key : keys) {
            Path object = path(key);
            deleteOne(key, object);
            emptied.add(folder(object));
        }
        for (Path folder : emptied) {
            try {
                folders.removeEmpty(folder);
            } catch (IOException e) {
                throw FileErrors.unavailable("delete " + root.relativize(folder), root, e);
            }
        }
    }

    private void deleteOne(String key, Path object) throws IOException {
        if (Files.isDirectory(object)) {
            return;
        }
        try {
            Files.delete(object);
        } catch (IOException e) {
            absent("delete " + key, object, e, false);
        }
    }

    private void requireStore(String task) throws UnavailableException {
        if (isMarked && !temps.folderExists()) {
            throw FileErrors.gone(task, root);
        }
    }

    private Path path(String key) {
        return root.resolve(Keys.check(key));
    }

    private static Path folder(Path object) {
        return Objects.requireNonNull(object.getParent(), "a key is below the root");
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "file://" + root;
    }

    /** Gives a temporary file its name. */
    private interface Placing {
        boolean place(Path temp, Path object) throws IOException;
    }
}
