package io.farshore.dataplane.nbd.client;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** A moment until which something has to be done. */
record Deadline(Duration allowed, long startNanos) {
    static Deadline in(Duration allowed) {
        return new Deadline(allowed, System.nanoTime());
    }

    /** At least one millisecond. */
    long millisLeft() throws SocketTimeoutException {
        long left = allowed.toMillis() - (System.nanoTime() - startNanos) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("no answer within " + allowed);
        }
        return left;
    }
}
