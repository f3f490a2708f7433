package io.farshore.dataplane.nbd.server;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One client, from its connection to its end, on a thread of its own. */
final class Connection {
    private final long id;
    private final String peer;
    private final SocketChannel channel;
    private final NbdServer server;
    private final Thread thread;
    private final long startNanos = System.nanoTime();
    private volatile boolean shaking = true;
    private volatile @Nullable String endReason;

    Connection(long id, String peer, SocketChannel channel, NbdServer server) {
        this.id = id;
        this.peer = peer;
        this.channel = channel;
        this.server = server;
        thread = Thread.ofPlatform().name("nbd ?/" + peer).daemon(true).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    String peer() {
        return peer;
    }

    boolean isShaking() {
        return shaking;
    }

    boolean hasShakenLongerThan(long nanos) {
        return shaking && System.nanoTime() - startNanos > nanos;
    }

    /** Ends the connection; a request that the device is executing is executed to its end, but not answered. */
    void end(String reason) {
        if (endReason == null) {
            endReason = reason;
        }
        try {
            channel.close();
        } catch (IOException closed) {
            // There is nothing left to lose: the thread ends at its next use of the channel.
        }
    }

    /** Waits for the thread, unless it is the caller's. */
    void join() {
        Threads.join(thread);
    }

    private void run() {
        Wire wire = new Wire(channel, server.settings().spin().toNanos());
        try (channel;
                Inbound in = new Inbound(wire);
                Outbound out = new Outbound(wire)) {
            serve(in, out);
        } catch (IOException failure) {
            server.listener().refused(peer, reason(failure));
        } finally {
            server.ended(this);
        }
    }

    private void serve(Inbound in, Outbound out) throws IOException {
        Agreement agreement = new Negotiation(server.exports(), in, out).negotiate();
        shaking = false;
        Session session = new Session(id, peer, agreement.export().name());
        thread.setName("nbd %s/%s".formatted(session.export(), peer));
        server.listener().opened(session);
        String reason = "a bug";
        try {
            reason = new RequestLoop(agreement, in, out, new Failures(server.listener(), session)).run();
        } catch (IOException failure) {
            reason = reason(failure);
        } catch (RuntimeException bug) {
            reason = "a bug: " + bug;
            throw bug;
        } finally {
            server.listener().closed(session, reason);
        }
    }

    private String reason(IOException failure) {
        String known = endReason;
        return known != null ? known : String.valueOf(failure.getMessage());
    }
}
