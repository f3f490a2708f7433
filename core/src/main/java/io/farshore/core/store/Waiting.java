package io.farshore.core.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Time that passes while nothing is done; tests have one where it passes at once. */
public interface Waiting {
    /** Waits in real time. */
    Waiting REAL = new Waiting() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
            // Nobody opens it: an interruption alone ends the wait early.
            new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
        }
    };

    /** Nanoseconds since some fixed moment; never goes back. */
    long nanos();

    /** Returns when the time has passed. */
    void pause(Duration duration) throws InterruptedException;
}
