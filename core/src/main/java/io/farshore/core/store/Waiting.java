package io.farshore.core.store;

import java.time.Duration;

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
            Thread.sleep(duration);
        }
    };

    /** Nanoseconds since some fixed moment; never goes back. */
    long nanos();

    /** Returns when the time has passed. */
    void pause(Duration duration) throws InterruptedException;
}
