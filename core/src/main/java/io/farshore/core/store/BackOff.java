package io.farshore.core.store;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: twice as long each time, up to a cap, and a random half of it less, so that callers that
 * failed together do not come back together.
 *
 * @param first the wait after the first failure
 * @param cap the longest wait
 * @param deadline how long an operation is tried in all
 */
public record BackOff(Duration first, Duration cap, Duration deadline) {
    public BackOff {
        if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0 || deadline.isNegative()) {
            throw new IllegalArgumentException(
                    "a back-off of %s up to %s within %s is none".formatted(first, cap, deadline));
        }
    }

    /** 100 ms to 5 s. */
    public static BackOff within(Duration deadline) {
        return new BackOff(Duration.ofMillis(100), Duration.ofSeconds(5), deadline);
    }

    /** The wait after the given number of failures, at least 1. */
    public Duration wait(int failures, RandomGenerator random) {
        Duration full = first;
        for (int i = 1; i < failures && full.compareTo(cap) < 0; i++) {
            full = full.multipliedBy(2);
        }
        long nanos = (full.compareTo(cap) < 0 ? full : cap).toNanos();
        return Duration.ofNanos(nanos - random.nextLong(nanos / 2 + 1));
    }
}
