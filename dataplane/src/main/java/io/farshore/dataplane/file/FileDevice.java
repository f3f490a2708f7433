package io.farshore.dataplane.file;

import io.farshore.core.block.BlockDevice;
import io.farshore.core.block.Ranges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A raw image file or a block device. A write is in the page cache when it returns, and durable after {@link #flush}. Locks the file
 * against a second Farshore; QEMU's own locks are not looked at.
 */
public final class FileDevice implements BlockDevice {
    private static final int ZEROS = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;
    private final HolePuncher holes;
    private final long size;

    private FileDevice(Path path, FileChannel channel, FileLock lock, HolePuncher holes, long size) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
        this.holes = holes;
        this.size = size;
    }

    /** @throws IllegalArgumentException when there is no such file, it is empty, or another Farshore has it */
    public static FileDevice open(Path path) throws IOException {
        if (!Files.exists(path) || Files.isDirectory(path)) {
            throw new IllegalArgumentException("there is no disk image or block device " + path);
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = lock(path, channel);
            long size = size(channel);
            if (size == 0) {
                throw new IllegalArgumentException(path + " is empty: a disk has at least one byte");
            }
            return new FileDevice(path, channel, lock, HolePuncher.open(path), size);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileLock lock(Path path, FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // The same answer as for another process.
        }
        throw new IllegalArgumentException(path + " is in use by another farshore: stop that one first");
    }

    /** A block device says 0 to {@link FileChannel#size}; its end is where one can seek to. */
    private static long size(FileChannel channel) throws IOException {
        long size = channel.size();
        if (size > 0) {
            return size;
        }
        long low = 0;
        long high = 1L << 46;
        ByteBuffer one = ByteBuffer.allocate(1);
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            if (channel.read(one.clear(), middle - 1) == 1) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Ranges.check(offset, target.remaining(), size);
        long at = offset;
        while (target.hasRemaining()) {
            int count = channel.read(target, at);
            if (count < 0) {
                throw new IOException(
                        "%s ends at byte %d, its size was %d when it was opened".formatted(path, at, size));
            }
            at += count;
        }
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        Ranges.check(offset, source.remaining(), size);
        long at = offset;
        while (source.hasRemaining()) {
            at += channel.write(source, at);
        }
    }

    @Override
    public void zero(long offset, long length) throws IOException {
        Ranges.check(offset, length, size);
        if (length == 0 || holes.punch(offset, length)) {
            return;
        }
        ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(length, ZEROS));
        for (long at = offset; at < offset + length; at += ZEROS) {
            write(at, zeros.clear().limit((int) Math.min(ZEROS, offset + length - at)));
        }
    }

    @Override
    public void trim(long offset, long length) throws IOException {
        zero(offset, length);
    }

    @Override
    public void flush() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        holes.close();
        if (channel.isOpen()) {
            lock.release();
            channel.close();
        }
    }
}
