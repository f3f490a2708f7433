package io.farshore.cli;

import java.time.Duration;

/** Durations as people say them. */
final class Durations {
    private static final Duration FOREVER = Duration.ofDays(1000);

    private Durations() {}

    /** To the second: {@code 8 s}, {@code 2 min 5 s}, {@code 3 h 12 min}. */
    static String format(Duration duration) {
        if (duration.compareTo(FOREVER) > 0) {
            return "an unknown time";
        }
        if (duration.toHours() > 0) {
            return "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
        }
        return duration.toMinutes() > 0
                ? "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart())
                : "%d s".formatted(duration.toSeconds());
    }
}
