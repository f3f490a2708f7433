package io.farshore.bench.nbd;

import java.time.Duration;

/**
 * How long to measure.
 *
 * @param each a workload against a server in one round
 * @param warmUp of each server with each kind of load before the first round, so that what is measured is compiled
 * @param diskBytes size of every server's disk
 */
record Plan(int rounds, Duration each, Duration warmUp, long diskBytes) {
    private static final long DISK = 512L << 20;

    static Plan thorough(int seconds) {
        return new Plan(3, Duration.ofSeconds(seconds), Duration.ofSeconds(2), DISK);
    }

    static Plan quick() {
        return new Plan(1, Duration.ofMillis(200), Duration.ofMillis(200), DISK / 4);
    }
}
