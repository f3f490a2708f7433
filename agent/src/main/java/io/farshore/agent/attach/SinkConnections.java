package io.farshore.agent.attach;

import io.farshore.dataplane.nbd.server.ConnectionListener;
import io.farshore.dataplane.nbd.server.Session;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Knows whether a mirror's connections to its sinks are whole: QEMU reports a mirror that lost its sink a while after the guest has begun
 * to write past it, and the connection says so at once. Other clients of the sinks do not count.
 */
final class SinkConnections implements ConnectionListener {
    private static final int NONE = 0;

    private final ConnectionListener log = ConnectionListener.logging();
    private final Map<Session, Integer> mirrors = new ConcurrentHashMap<>();
    private final AtomicInteger broken = new AtomicInteger(NONE);
    private volatile int connecting = NONE;
    private volatile OnBroken onBroken = (round, disk) -> {};

    /** Hears of each connection that ended, on the thread of the connection. */
    @FunctionalInterface
    interface OnBroken {
        void broken(int round, String disk);
    }

    void whenBroken(OnBroken action) {
        onBroken = action;
    }

    /** Connections from here on are the mirror's of this round, counted from 1. */
    void connecting(int round) {
        connecting = round;
    }

    /** The mirror has all its connections. */
    void connected() {
        connecting = NONE;
    }

    /** Whether a connection of this round's mirror has ended. */
    boolean isBroken(int round) {
        return broken.get() >= round;
    }

    @Override
    public void opened(Session session) {
        log.opened(session);
        int round = connecting;
        if (round != NONE) {
            mirrors.put(session, round);
        }
    }

    @Override
    public void closed(Session session, String reason) {
        log.closed(session, reason);
        Integer round = mirrors.remove(session);
        if (round != null) {
            broken(round, session);
        }
    }

    @Override
    public void refused(String peer, String reason) {
        log.refused(peer, reason);
    }

    @Override
    public void deviceFailed(Session session, String command, long offset, long length, IOException failure) {
        log.deviceFailed(session, command, offset, length, failure);
    }

    private void broken(int round, Session session) {
        broken.accumulateAndGet(round, Math::max);
        onBroken.broken(round, session.export());
    }
}
