package io.farshore.dataplane.nbd.server;

import io.farshore.core.block.ReadOnlyDeviceException;
import io.farshore.dataplane.nbd.protocol.Transmission;
import java.io.IOException;

/** Tells the listener what a device failed at, and the client as little as it has to know. */
final class Failures {
    private final ConnectionListener listener;
    private final Session session;

    Failures(ConnectionListener listener, Session session) {
        this.listener = listener;
        this.session = session;
    }

    /** The error for the client. */
    int error(Request request, IOException failure) {
        if (failure instanceof ReadOnlyDeviceException) {
            return Transmission.EPERM;
        }
        String command = Transmission.commandName(request.command);
        listener.deviceFailed(session, command, request.offset, request.length, failure);
        return Transmission.EIO;
    }
}
