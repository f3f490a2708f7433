package io.farshore.dataplane.restore;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file in the making: {@code NAME.partial} until {@link #complete}. Closed before that, it is removed. */
final class PartialFile implements AutoCloseable {
    private final Path target;
    private final Path partial;
    private final RandomAccessFile file;
    private boolean completed;

    private PartialFile(Path target, Path partial, RandomAccessFile file) {
        this.target = target;
        this.partial = partial;
        this.file = file;
    }

    /**
     * Starts the file, in place of what an earlier attempt may have left.
     *
     * @throws IllegalArgumentException when another restore is writing it
     */
    static PartialFile create(Path target, long size) throws IOException {
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        RandomAccessFile file = new RandomAccessFile(partial.toFile(), "rw");
        try {
            lock(file.getChannel(), partial);
            file.setLength(0);
            file.setLength(size);
            return new PartialFile(target, partial, file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static void lock(FileChannel channel, Path partial) throws IOException {
        boolean locked;
        try {
            // A restore that ended between opening and locking has given the file another name.
            locked = channel.tryLock() != null && Files.exists(partial);
        } catch (OverlappingFileLockException e) {
            locked = false;
        }
        if (!locked) {
            throw new IllegalArgumentException(
                    "another restore is writing %s: wait for it, or restore to another file".formatted(partial));
        }
    }

    FileChannel channel() {
        return file.getChannel();
    }

    /** Makes the content durable and gives the file its name. */
    void complete() throws IOException {
        file.getChannel().force(true);
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        completed = true;
        try (FileChannel folder = FileChannel.open(Restore.folder(target), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            if (!completed) {
                Files.deleteIfExists(partial);
            }
        }
    }
}
