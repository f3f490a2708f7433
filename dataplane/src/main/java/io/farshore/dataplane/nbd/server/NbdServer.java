package io.farshore.dataplane.nbd.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Offers {@link Exports} at one address. Accepts and ends connections; does not speak the protocol, and does not own the devices:
 * they may be closed once {@link #close} has returned.
 */
public final class NbdServer implements AutoCloseable {
    private static final long HANDSHAKE_CHECK_MILLIS = 500;
    private static final long ACCEPT_RETRY_NANOS = 100_000_000;

    private final Listening listening;
    private final SocketAddress address;
    private final Exports exports;
    private final ServerSettings settings;
    private final ConnectionListener listener;
    private final Selector selector;
    private final Thread acceptor;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private long accepted;
    private volatile boolean closing;

    private NbdServer(Listening listening, Exports exports, ServerSettings settings, ConnectionListener listener)
            throws IOException {
        this.listening = listening;
        this.exports = exports;
        this.settings = settings;
        this.listener = listener;
        address = listening.channel().getLocalAddress();
        selector = Selector.open();
        listening.channel().configureBlocking(false);
        listening.channel().register(selector, SelectionKey.OP_ACCEPT);
        acceptor =
                Thread.ofPlatform().name("nbd accept " + address).daemon(true).unstarted(this::accept);
    }

    /** Listens with {@link ServerSettings#defaults} and tells the log. */
    public static NbdServer listen(SocketAddress address, Exports exports) throws IOException {
        return listen(address, exports, ServerSettings.defaults(), ConnectionListener.logging());
    }

    /** @param address a unix socket, or a TCP address, whose port may be 0 for any */
    public static NbdServer listen(
            SocketAddress address, Exports exports, ServerSettings settings, ConnectionListener listener)
            throws IOException {
        Listening listening = Listening.open(address, settings.socketAccess());
        try {
            NbdServer server = new NbdServer(listening, exports, settings, listener);
            server.acceptor.start();
            return server;
        } catch (IOException failure) {
            listening.close();
            throw failure;
        }
    }

    /** Where it listens, with the port it got. */
    public SocketAddress address() {
        return address;
    }

    /** How many clients are connected, including those that are shaking hands. */
    public int connectionCount() {
        return connections.size();
    }

    /** Stops accepting, disconnects everyone, and returns when no request is running any more. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        Threads.join(acceptor);
        connections.forEach(connection -> connection.end("the server was closed"));
        connections.forEach(Connection::join);
    }

    Exports exports() {
        return exports;
    }

    ServerSettings settings() {
        return settings;
    }

    ConnectionListener listener() {
        return listener;
    }

    void ended(Connection connection) {
        connections.remove(connection);
    }

    private void accept() {
        try (listening;
                selector) {
            while (!closing) {
                boolean someoneShakes = connections.stream().anyMatch(Connection::isShaking);
                selector.select(key -> acceptOne(), someoneShakes ? HANDSHAKE_CHECK_MILLIS : 0);
                endSlowHandshakes();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot go on listening at " + address, failure);
        }
    }

    private void acceptOne() {
        try {
            SocketChannel channel = listening.channel().accept();
            if (channel != null) {
                welcome(channel);
            }
        } catch (IOException failure) {
            // Usually no file descriptor is left: the client stays in the queue until there is one.
            listener.refused("a new client", "cannot accept: " + failure.getMessage());
            LockSupport.parkNanos(ACCEPT_RETRY_NANOS);
        }
    }

    private void welcome(SocketChannel channel) throws IOException {
        long id = ++accepted;
        String peer = peer(channel, id);
        if (connections.size() >= settings.maxConnections()) {
            channel.close();
            listener.refused(peer, "%d clients are connected already".formatted(settings.maxConnections()));
            return;
        }
        Connection connection = new Connection(id, peer, channel, this);
        connections.add(connection);
        try {
            connection.start();
        } catch (OutOfMemoryError noThread) {
            connections.remove(connection);
            channel.close();
            listener.refused(peer, "no thread for it: " + noThread.getMessage());
        }
    }

    private static String peer(SocketChannel channel, long id) throws IOException {
        if (!(channel.getRemoteAddress() instanceof InetSocketAddress tcp)) {
            return "unix#" + id;
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        return tcp.getAddress().getHostAddress() + ":" + tcp.getPort();
    }

    private void endSlowHandshakes() {
        for (Connection connection : connections) {
            if (connection.hasShakenLongerThan(settings.handshakeTimeout().toNanos())) {
                connection.end("no export was chosen within " + settings.handshakeTimeout());
            }
        }
    }
}
