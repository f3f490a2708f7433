package io.farshore.dataplane.restore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The folder {@code NAME.partial} in which another program makes the file {@code NAME}, which some formats write into the file. Removed
 * with all in it when it is closed.
 */
final class WorkFolder implements AutoCloseable {
    private static final String LOCK = ".lock";

    private final Path target;
    private final Path folder;
    private final FileChannel lock;

    private WorkFolder(Path target, Path folder, FileChannel lock) {
        this.target = target;
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Makes the folder, in place of what an earlier attempt may have left.
     *
     * @throws IllegalArgumentException when another restore is working in it
     */
    static WorkFolder make(Path target) throws IOException {
        Path folder = Leftover.partial(target.toAbsolutePath());
        removeFile(folder, target);
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            // Of an attempt that was killed, or of one that has the lock.
        }
        FileChannel lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() == null) {
                throw new OverlappingFileLockException();
            }
            WorkFolder made = new WorkFolder(target, folder, lock);
            Files.deleteIfExists(made.file());
            return made;
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw new IllegalArgumentException(
                    "another restore is writing %s: wait for it, or restore to another file".formatted(folder), e);
        }
    }

    /** What a raw restore of that name left. */
    private static void removeFile(Path folder, Path target) throws IOException {
        if (Files.isRegularFile(folder, LinkOption.NOFOLLOW_LINKS)) {
            JournalFile.of(target).delete();
            Files.delete(folder);
        }
    }

    /** Where the file is made. */
    Path file() {
        return folder.resolve(target.getFileName());
    }

    /** Makes the file durable and gives it its name. */
    void complete() throws IOException {
        try (FileChannel file = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            file.force(true);
        }
        Files.move(file(), target, StandardCopyOption.ATOMIC_MOVE);
        Folder.of(target).force();
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            Files.deleteIfExists(file());
            Files.deleteIfExists(folder.resolve(LOCK));
            Files.deleteIfExists(folder);
        }
    }
}
