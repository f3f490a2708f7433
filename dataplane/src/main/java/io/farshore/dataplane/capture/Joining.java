package io.farshore.dataplane.capture;

import java.time.Duration;

/** Waits for threads that were asked to end, but not for ever: one may hang in a disk or a store that does not answer. */
final class Joining {
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private Joining() {}

    /** Returns when the thread has ended, is the caller's own, or has had its time. */
    static void join(Thread thread) {
        try {
            if (thread != Thread.currentThread() && thread.isAlive()) {
                thread.join(LONGEST);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
