package io.farshore.dataplane.capture;

import io.farshore.core.log.SegmentBuffers;

/** Waits for memory of capture to come back. Only those that are not the guest wait here. */
final class Backlog {
    private final SegmentBuffers buffers;
    private boolean closed;

    Backlog(SegmentBuffers buffers) {
        this.buffers = buffers;
    }

    /** Memory was given back. */
    synchronized void released() {
        notifyAll();
    }

    synchronized void awaitBelowHalf() throws InterruptedException {
        awaitBelow(buffers.budget() / 2);
    }

    synchronized void awaitBelow(long bytes) throws InterruptedException {
        checkOpen();
        while (buffers.used() > bytes) {
            wait();
            checkOpen();
        }
    }

    private void checkOpen() throws InterruptedException {
        if (closed) {
            throw new InterruptedException("closed");
        }
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
