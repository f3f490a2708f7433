package io.farshore.dataplane.nbd.client;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/** The bytes of one connection, moved until a deadline. Not thread-safe, but {@link #close} may come from anywhere. */
final class ClientStream implements Closeable {
    private static final int BUFFER_BYTES = 64 << 10;
    /** The JDK copies heap buffers through a direct one of the same size, which it keeps. */
    private static final int PIECE_BYTES = 1 << 20;

    private static final long QUEUE_FULL_NANOS = 5_000_000;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private Deadline deadline;

    private ClientStream(SocketChannel channel, Selector selector, Deadline deadline) throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.deadline = deadline;
        key = channel.register(selector, 0);
    }

    static ClientStream connect(SocketAddress address, Deadline deadline) throws IOException {
        SocketChannel channel = connected(address, deadline);
        Selector selector = Selector.open();
        try {
            return new ClientStream(channel, selector, deadline);
        } catch (IOException failure) {
            selector.close();
            channel.close();
            throw failure;
        }
    }

    private static SocketChannel connected(SocketAddress address, Deadline deadline) throws IOException {
        return address instanceof UnixDomainSocketAddress
                ? connectedUnix(address, deadline)
                : connectedTcp(address, deadline);
    }

    private static SocketChannel connectedUnix(SocketAddress address, Deadline deadline) throws IOException {
        while (true) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.configureBlocking(false);
                if (channel.connect(address)) {
                    return channel;
                }
            } catch (IOException failure) {
                channel.close();
                throw failure;
            }
            // The server's queue is full, and unlike a TCP connection this one would not be made later by itself.
            channel.close();
            deadline.millisLeft();
            LockSupport.parkNanos(QUEUE_FULL_NANOS);
        }
    }

    private static SocketChannel connectedTcp(SocketAddress address, Deadline deadline) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try (Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            boolean connected = channel.connect(address);
            while (!connected) {
                selector.select(deadline.millisLeft());
                connected = channel.finishConnect();
            }
            key.cancel();
            selector.selectNow();
            return channel;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /** Everything from here on has to be done by then. */
    void begin(Deadline newDeadline) {
        deadline = newDeadline;
    }

    /** Where a small message is put before {@link #send}. */
    ByteBuffer out() {
        return out;
    }

    void send() throws IOException {
        write(out.flip());
        out.clear();
    }

    /** Sends what is in {@link #out}, then the payload. */
    void send(ByteBuffer payload) throws IOException {
        int fits = Math.min(out.remaining(), payload.remaining());
        out.put(out.position(), payload, payload.position(), fits).position(out.position() + fits);
        payload.position(payload.position() + fits);
        send();
        write(payload);
    }

    /** The next {@code count} bytes (of a small message), to be taken from the returned buffer. */
    ByteBuffer need(int count) throws IOException {
        if (in.remaining() < count) {
            in.compact();
            try {
                while (in.position() < count) {
                    readSome(in);
                }
            } finally {
                in.flip();
            }
        }
        return in;
    }

    /** Fills the target. */
    void read(ByteBuffer target) throws IOException {
        int there = Math.min(in.remaining(), target.remaining());
        target.put(target.position(), in, in.position(), there).position(target.position() + there);
        in.position(in.position() + there);
        int end = target.limit();
        while (target.position() < end) {
            target.limit(Math.min(end, target.position() + PIECE_BYTES));
            readSome(target);
            target.limit(end);
        }
    }

    void skip(long count) throws IOException {
        for (long left = count; left > 0; ) {
            need(1);
            int part = (int) Math.min(left, in.remaining());
            in.position(in.position() + part);
            left -= part;
        }
    }

    private void readSome(ByteBuffer target) throws IOException {
        int count = channel.read(target);
        while (count == 0) {
            await(SelectionKey.OP_READ);
            count = channel.read(target);
        }
        if (count < 0) {
            throw new EOFException("the server hung up");
        }
    }

    private void write(ByteBuffer source) throws IOException {
        int end = source.limit();
        while (source.position() < end) {
            source.limit(Math.min(end, source.position() + PIECE_BYTES));
            int count = channel.write(source);
            source.limit(end);
            if (count == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    private void await(int operation) throws IOException {
        key.interestOps(operation);
        selector.select(deadline.millisLeft());
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while waiting for the server");
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
