package io.farshore.dataplane.nbd.server;

import java.io.IOException;

/** Hears what happens to connections. Called on the connection's (or, for a refusal, the accepting) thread, which waits for it. */
public interface ConnectionListener {
    /** A client has chosen an export; its requests follow. */
    default void opened(Session session) {}

    /** No request of this session is running any more. */
    default void closed(Session session, String reason) {}

    /** A client was sent away, or left, before it had chosen an export. */
    default void refused(String peer, String reason) {}

    /** The device failed a request; the client was told EIO, without the message. */
    default void deviceFailed(Session session, String command, long offset, long length, IOException failure) {}

    /** Writes everything to the log of the server. */
    static ConnectionListener logging() {
        return new LoggingListener(System.getLogger("io.farshore.dataplane.nbd"));
    }
}
