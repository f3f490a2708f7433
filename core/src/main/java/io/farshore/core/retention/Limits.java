package io.farshore.core.retention;

import java.time.Duration;

/**
 * Up to which age what is kept. Two limits are the same, or apart by the slot that the second one is for; the package's documentation
 * says why.
 *
 * @param fine every point
 * @param marked every marked point
 * @param hourly the first of an hour
 * @param twoHourly the first of two hours
 * @param fourHourly the first of four hours; the end of retention
 */
record Limits(Duration fine, Duration marked, Duration hourly, Duration twoHourly, Duration fourHourly) {
    static final Duration MARKED = Duration.ofHours(2);
    static final Duration HOURLY = Duration.ofDays(1);
    static final Duration TWO_HOURLY = Duration.ofDays(7);

    static Limits of(RetentionPolicy policy) {
        Duration end = policy.retention();
        Duration twoHourly = before(end, 4, TWO_HOURLY);
        Duration hourly = before(twoHourly, 2, HOURLY);
        Duration marked = before(hourly, 1, MARKED);
        return new Limits(fine(policy.fineWindow(), hourly, twoHourly, end), marked, hourly, twoHourly, end);
    }

    private static Duration fine(Duration fine, Duration hourly, Duration twoHourly, Duration end) {
        if (fine.compareTo(hourly) <= 0) {
            return before(hourly, 1, fine);
        }
        return fine.compareTo(twoHourly) <= 0 ? before(twoHourly, 2, fine) : before(end, 4, fine);
    }

    /** The limit, or the next one when the limit is less than the slot before that. */
    private static Duration before(Duration next, int slotHours, Duration limit) {
        return next.minus(limit).compareTo(Duration.ofHours(slotHours)) < 0 ? next : limit;
    }
}
