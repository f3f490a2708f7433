package io.farshore.bench.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The peer: the same bytes as they are, hashed and written to files of 8 MiB, each on the disk before the next; twice, as we store them twice. */
final class PlainCopy {
    private static final int FILE = 8 << 20;
    private static final int COPIES = 2;

    private final Path folder;
    private int files;

    PlainCopy(Path folder) {
        this.folder = folder;
    }

    void copy(Writes writes) throws IOException {
        for (int copy = 0; copy < COPIES; copy++) {
            ByteBuffer all = writes.blocks().duplicate().rewind();
            while (all.hasRemaining()) {
                ByteBuffer part = all.slice(all.position(), Math.min(FILE, all.remaining()));
                all.position(all.position() + part.remaining());
                sha256(part.duplicate());
                write(part);
            }
        }
    }

    private static byte[] sha256(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        Path file = folder.resolve("plain-" + ++files);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
