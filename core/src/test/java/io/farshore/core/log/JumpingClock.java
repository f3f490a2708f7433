package io.farshore.core.log;

import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** A clock that goes on, stands still, and is now and then set forwards or back by up to an hour. */
final class JumpingClock implements InstantSource {
    private final RandomGenerator random;
    private Instant now = Instant.parse("2026-03-01T12:00:00.123456789Z");

    JumpingClock(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Instant instant() {
        now = switch (random.nextInt(20)) {
            case 0 -> now.plusMillis(random.nextInt(-3_600_000, 3_600_000));
            case 1, 2, 3, 4 -> now;
            default -> now.plusNanos(random.nextInt(1, 2_000_000));
        };
        return now;
    }
}
