package io.farshore.dataplane.nbd.client;

import io.farshore.dataplane.nbd.protocol.Transmission;
import java.io.IOException;

/** The server refused or failed a request, or does not speak the protocol. After a refusal the connection goes on. */
public final class NbdException extends IOException {
    private final int error;

    NbdException(String message, int error) {
        super(message);
        this.error = error;
    }

    static NbdException brokenProtocol(String message) {
        return new NbdException(message, 0);
    }

    static NbdException refused(String what, int error) {
        return new NbdException("%s failed: the server said %s".formatted(what, Transmission.errorName(error)), error);
    }

    /** The error number as the protocol defines it (5 is EIO, whatever the platform); 0 when the server told none. */
    public int error() {
        return error;
    }
}
