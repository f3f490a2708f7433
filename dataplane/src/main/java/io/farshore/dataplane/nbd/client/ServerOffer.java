package io.farshore.dataplane.nbd.client;

import io.farshore.dataplane.nbd.protocol.Transmission;
import java.util.Map;

/**
 * What the server told about the export, and what was agreed with it.
 *
 * @param flags the transmission flags
 * @param maxPayload the largest READ or WRITE, in bytes
 * @param contexts the agreed metadata contexts: their numbers by their names
 */
record ServerOffer(long size, int flags, int maxPayload, boolean structured, Map<String, Integer> contexts) {
    ServerOffer {
        contexts = Map.copyOf(contexts);
    }

    boolean isReadOnly() {
        return (flags & Transmission.READ_ONLY) != 0;
    }

    boolean canFlush() {
        return (flags & Transmission.SEND_FLUSH) != 0;
    }

    boolean canZero() {
        return (flags & Transmission.SEND_WRITE_ZEROES) != 0;
    }
}
