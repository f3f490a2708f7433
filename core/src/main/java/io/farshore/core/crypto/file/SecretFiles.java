package io.farshore.core.crypto.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Small files that only their owner may read, written so that a crash leaves the old one or the new one. Knows no format. */
final class SecretFiles {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> ALLOWED = PosixFilePermissions.fromString("rwx------");
    private static final long LARGEST = 1 << 20;

    private SecretFiles() {}

    /** What a file is to hold, from what it held. */
    @FunctionalInterface
    interface Change {
        String apply(String before) throws IOException;
    }

    static void create(Path path, String text) throws IOException {
        try (FileChannel file = createNew(path)) {
            write(file, text);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(
                    "%s exists, and a key is never overwritten: choose another file".formatted(path), e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no folder for " + path, e);
        }
        syncFolder(path);
    }

    static String read(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw missing(path);
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (!ALLOWED.containsAll(permissions)) {
            throw new IllegalArgumentException(
                    "key file %s is open to others than its owner (%s), so its keys may be known to them: run chmod 600 %s"
                            .formatted(path, PosixFilePermissions.toString(permissions), path));
        }
        if (Files.size(path) > LARGEST) {
            throw new IllegalArgumentException("%s is too large for a key file".formatted(path));
        }
        return new String(Files.readAllBytes(path), StandardCharsets.US_ASCII);
    }

    /**
     * Replaces the file. The new one's temporary name is the lock: who creates it reads the old one after that, so that no change of
     * another is lost.
     */
    static void replace(Path path, Change change) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw missing(path);
        }
        Path target = path.toRealPath();
        Path next = target.resolveSibling(target.getFileName() + ".next");
        try (FileChannel file = createNew(next)) {
            try {
                write(file, change.apply(read(target)));
                Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(next);
                throw e;
            }
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(
                    "%s is there: %s is being changed by another, or that was killed; if so, remove it and try again"
                            .formatted(next, path),
                    e);
        }
        syncFolder(target);
    }

    private static IllegalArgumentException missing(Path path) {
        return new IllegalArgumentException("there is no key file %s: is its path right?".formatted(path));
    }

    private static FileChannel createNew(Path path) throws IOException {
        return FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }

    private static void write(FileChannel file, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        file.force(true);
    }

    private static void syncFolder(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
                opened.force(true);
            }
        }
    }
}
