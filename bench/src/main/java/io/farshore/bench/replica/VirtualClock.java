package io.farshore.bench.replica;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time of a simulated machine. One thread. */
public final class VirtualClock implements InstantSource {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Instant now = START;

    @Override
    public Instant instant() {
        return now;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }
}
