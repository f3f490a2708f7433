package io.farshore.dataplane.nbd.server;

import java.time.Duration;

/**
 * How a server treats its clients.
 *
 * @param maxConnections beyond it a new client is disconnected at once
 * @param handshakeTimeout a client that has not chosen an export by then is disconnected
 * @param spin how long a busy connection polls before it sleeps; zero to never. Trades a core for latency at depth one
 * @param socketAccess for unix sockets
 */
public record ServerSettings(int maxConnections, Duration handshakeTimeout, Duration spin, SocketAccess socketAccess) {
    private static final int CORES_TO_SPIN = 4;

    public ServerSettings {
        if (maxConnections < 1) {
            throw new IllegalArgumentException("a server needs at least one connection, not " + maxConnections);
        }
        if (!handshakeTimeout.isPositive() || spin.isNegative()) {
            throw new IllegalArgumentException(
                    "handshake timeout %s must be positive, spin %s not negative".formatted(handshakeTimeout, spin));
        }
    }

    /** 64 connections, 30 s to shake hands, sockets of mode 0600; spins for 30 µs on machines of four cores or more. */
    public static ServerSettings defaults() {
        boolean roomy = Runtime.getRuntime().availableProcessors() >= CORES_TO_SPIN;
        Duration spin = roomy ? Duration.ofNanos(30_000) : Duration.ZERO;
        return new ServerSettings(64, Duration.ofSeconds(30), spin, SocketAccess.ownerOnly());
    }

    public ServerSettings withMaxConnections(int count) {
        return new ServerSettings(count, handshakeTimeout, spin, socketAccess);
    }

    public ServerSettings withHandshakeTimeout(Duration timeout) {
        return new ServerSettings(maxConnections, timeout, spin, socketAccess);
    }

    public ServerSettings withSpin(Duration duration) {
        return new ServerSettings(maxConnections, handshakeTimeout, duration, socketAccess);
    }

    public ServerSettings withSocketAccess(SocketAccess access) {
        return new ServerSettings(maxConnections, handshakeTimeout, spin, access);
    }
}
