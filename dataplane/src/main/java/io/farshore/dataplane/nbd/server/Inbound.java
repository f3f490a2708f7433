package io.farshore.dataplane.nbd.server;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a client has sent and nobody has looked at yet: reads ahead up to 256 KiB, and grows for a payload that does not fit. Does not
 * know what the bytes mean.
 */
final class Inbound implements AutoCloseable {
    private static final int READ_AHEAD_BYTES = 256 << 10;
    /** A missing part larger than this is read alone, so that nothing behind it has to be moved. */
    private static final int EXACT_FROM_BYTES = 64 << 10;

    private final Wire wire;
    private final GrowingBuffer memory = new GrowingBuffer(READ_AHEAD_BYTES);

    Inbound(Wire wire) {
        this.wire = wire;
        memory.bytes().limit(0);
    }

    /** The unread bytes, from position to limit. Valid until the next call that reads. */
    ByteBuffer bytes() {
        return memory.bytes();
    }

    boolean holds(int count) {
        return memory.bytes().remaining() >= count;
    }

    /** Makes room to hold {@code count} bytes at once; false when there is no memory for it. */
    boolean makeRoom(int count) {
        ByteBuffer bytes = memory.bytes();
        if (!bytes.hasRemaining()) {
            bytes.position(0).limit(0);
        }
        if (count <= bytes.capacity() - bytes.position()) {
            return true;
        }
        if (count > bytes.capacity()) {
            return memory.replace(count + READ_AHEAD_BYTES, bytes.position(), bytes.remaining());
        }
        bytes.compact().flip();
        return true;
    }

    /**
     * Reads until {@code count} bytes are there, for which there must be room.
     *
     * @return false when the client has ended the connection and nothing is left
     */
    boolean fill(int count) throws IOException {
        if (!memory.bytes().hasRemaining() && count <= READ_AHEAD_BYTES) {
            memory.giveBack();
        }
        if (!makeRoom(count)) {
            throw new IllegalStateException("no room for %d bytes".formatted(count));
        }
        while (!holds(count)) {
            if (read(count - memory.bytes().remaining()) < 0) {
                if (memory.bytes().hasRemaining()) {
                    throw new EOFException("the client hung up in the middle of a message");
                }
                return false;
            }
        }
        return true;
    }

    private int read(int missing) throws IOException {
        ByteBuffer bytes = memory.bytes();
        int position = bytes.position();
        int end = bytes.limit();
        int wanted = missing >= EXACT_FROM_BYTES ? missing : READ_AHEAD_BYTES;
        bytes.limit(Math.min(bytes.capacity(), end + wanted)).position(end);
        int count = wire.read(bytes);
        bytes.limit(end + Math.max(0, count)).position(position);
        return count;
    }

    /** Like {@link #fill}, where the client may not stop. */
    void require(int count) throws IOException {
        if (!fill(count)) {
            throw new EOFException("the client hung up in the middle of a message");
        }
    }

    /** Takes {@code count} bytes that are there, to lend them to a device. Valid until the next call that reads. */
    ByteBuffer take(int count) {
        ByteBuffer bytes = memory.bytes();
        int position = bytes.position();
        bytes.position(position + count);
        return memory.view(position, count);
    }

    /** Drops bytes, whether they are there already or still to come. */
    void skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            require(1);
            ByteBuffer bytes = memory.bytes();
            int part = (int) Math.min(left, bytes.remaining());
            bytes.position(bytes.position() + part);
            left -= part;
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
