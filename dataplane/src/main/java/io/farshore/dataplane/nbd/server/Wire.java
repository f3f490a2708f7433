package io.farshore.dataplane.nbd.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The socket of one connection. When spinning is on and the connection is busy (a read succeeded within the last millisecond), polls
 * for a while before it sleeps in the kernel: being woken takes longer than a small request.
 */
final class Wire {
    private static final long BUSY_NANOS = 1_000_000;

    private final SocketChannel channel;
    private final long spinNanos;
    private long lastRead;
    private boolean blocking = true;

    Wire(SocketChannel channel, long spinNanos) {
        this.channel = channel;
        this.spinNanos = spinNanos;
    }

    /** Reads at least one byte; -1 at the end. */
    int read(ByteBuffer into) throws IOException {
        if (spinNanos == 0) {
            return channel.read(into);
        }
        int count = isBusy() ? poll(into) : 0;
        if (count == 0) {
            setBlocking(true);
            count = channel.read(into);
        }
        lastRead = System.nanoTime();
        return count;
    }

    private boolean isBusy() {
        return System.nanoTime() - lastRead < BUSY_NANOS;
    }

    private int poll(ByteBuffer into) throws IOException {
        setBlocking(false);
        long start = System.nanoTime();
        int count = channel.read(into);
        while (count == 0 && System.nanoTime() - start < spinNanos) {
            Thread.onSpinWait();
            count = channel.read(into);
        }
        return count;
    }

    /** Writes all remaining bytes. */
    void write(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            if (channel.write(from) == 0) {
                setBlocking(true);
            }
        }
    }

    private void setBlocking(boolean wanted) throws IOException {
        if (blocking != wanted) {
            channel.configureBlocking(wanted);
            blocking = wanted;
        }
    }
}
