package io.farshore.dataplane.nbd.server;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Replies that are not sent yet. Does not know when to send them, except that it has to when it is full. */
final class Outbound implements AutoCloseable {
    private static final int BASE_BYTES = 320 << 10;

    private final Wire wire;
    private final GrowingBuffer memory = new GrowingBuffer(BASE_BYTES);
    private long oldest;

    Outbound(Wire wire) {
        this.wire = wire;
    }

    /** Where the next reply is put, at its position; {@link #reserve} first. */
    ByteBuffer bytes() {
        return memory.bytes();
    }

    /** Makes room for {@code count} bytes in a row, sending what is there if need be; false when there is no memory for it. */
    boolean reserve(int count) throws IOException {
        if (memory.bytes().remaining() >= count) {
            return true;
        }
        flush();
        return memory.bytes().capacity() >= count || grow(count);
    }

    private boolean grow(int count) {
        if (!memory.replace(count, 0, 0)) {
            return false;
        }
        memory.bytes().clear();
        return true;
    }

    /** Appends {@code count} bytes and lends them to be filled by a device; there must be room. */
    ByteBuffer append(int count) {
        int position = memory.bytes().position();
        memory.bytes().position(position + count);
        return memory.view(position, count);
    }

    /** Sends what has waited for {@code nanos} or longer, so that a slow device does not hold back the replies before it. */
    void flushIfOlderThan(long nanos) throws IOException {
        if (memory.bytes().position() == 0) {
            oldest = System.nanoTime();
        } else if (System.nanoTime() - oldest >= nanos) {
            flush();
            oldest = System.nanoTime();
        }
    }

    /** Sends everything. */
    void flush() throws IOException {
        ByteBuffer bytes = memory.bytes();
        if (bytes.position() > 0) {
            wire.write(bytes.flip());
            bytes.clear();
            memory.giveBack();
            memory.bytes().clear();
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
