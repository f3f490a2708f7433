package io.farshore.dataplane.nbd.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Tells a log. */
final class LoggingListener implements ConnectionListener {
    private final Logger log;

    LoggingListener(Logger log) {
        this.log = log;
    }

    @Override
    public void opened(Session session) {
        log.log(Level.DEBUG, () -> "%s opened export '%s'".formatted(session.peer(), session.export()));
    }

    @Override
    public void closed(Session session, String reason) {
        log.log(Level.DEBUG, () -> "%s left export '%s': %s".formatted(session.peer(), session.export(), reason));
    }

    @Override
    public void refused(String peer, String reason) {
        log.log(Level.INFO, () -> "%s got no export: %s".formatted(peer, reason));
    }

    @Override
    public void deviceFailed(Session session, String command, long offset, long length, IOException failure) {
        String message = "%s of %d bytes at %d failed on export '%s' for %s: %s"
                .formatted(command, length, offset, session.export(), session.peer(), failure.getMessage());
        log.log(Level.WARNING, message);
        log.log(Level.DEBUG, "where it failed", failure);
    }
}
