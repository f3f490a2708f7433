package io.farshore.core.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Objects on their way in: files in the folder {@code .tmp} of a store, on the same file system as their final place. The folder
 * is also the sign that a folder is a store. Does not move anything out.
 */
final class TempFiles {
    private static final String FOLDER = ".tmp";
    /** No write of one object takes longer, so an older file is what a killed process left. */
    private static final Duration STALE = Duration.ofHours(1);

    private final Path folder;
    private final AtomicLong next = new AtomicLong();

    TempFiles(Path root) {
        this.folder = root.resolve(FOLDER);
    }

    boolean folderExists() {
        return Files.isDirectory(folder);
    }

    void createFolder() throws IOException {
        Files.createDirectories(folder);
    }

    /** Returns a new file that holds the content durably. When that fails, nothing is left. */
    Path write(byte[] content) throws IOException {
        Path file = create();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            return file;
        } catch (IOException e) {
            discard(file);
            throw e;
        }
    }

    /** A new empty file. Names may collide with those of another host's process, or of a dead one; creation finds a free one. */
    private Path create() throws IOException {
        while (true) {
            try {
                return Files.createFile(folder.resolve(ProcessHandle.current().pid() + "-" + next.getAndIncrement()));
            } catch (FileAlreadyExistsException taken) {
                // With the next number.
            }
        }
    }

    /** Removes the file if it is there and can be removed; otherwise it will be stale one day. */
    static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException leftForRemoveStale) {
            // The outcome of the write does not depend on it.
        }
    }

    /** Removes what dead processes left. Its age is told by the file system's own clock, which may be another host's. */
    void removeStale() throws IOException {
        Path fresh = create();
        FileTime now = Files.getLastModifiedTime(fresh);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (isStale(file, now)) {
                    discard(file);
                }
            }
        } finally {
            discard(fresh);
        }
    }

    private static boolean isStale(Path file, FileTime now) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().plus(STALE).isBefore(now.toInstant());
        } catch (NoSuchFileException finishedMeanwhile) {
            return false;
        }
    }
}
