package io.farshore.dataplane.nbd.server;

import java.io.IOException;

/** The client and we did not come together; the connection ends. */
final class HandshakeException extends IOException {
    HandshakeException(String message) {
        super(message);
    }
}
