package io.farshore.cli;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people say them. */
final class Durations {
    private static final Duration FOREVER = Duration.ofDays(1000);
    private static final Pattern TEXT = Pattern.compile("0|(\\d{1,9}[smhd])+");
    private static final Pattern PART = Pattern.compile("(\\d+)([smhd])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    private Durations() {}

    /**
     * Whole numbers of days, hours, minutes or seconds, and sums of them: {@code 15d}, {@code 4h}, {@code 1h30m}, {@code 0}.
     *
     * @param option that it was given with, for the message
     */
    static Duration parse(String option, String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "%s '%s' is no duration: say days, hours, minutes or seconds, such as 15d, 4h, 90m, 30s or 0"
                            .formatted(option, text));
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            Duration unit = UNITS.getOrDefault(part.group(2), Duration.ZERO);
            sum = sum.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
        }
        return sum;
    }

    /** As {@link #parse} takes it: {@code 1d12h}. */
    static String exact(Duration duration) {
        if (duration.toSeconds() == 0) {
            return "0";
        }
        return part(duration.toDays(), "d")
                + part(duration.toHoursPart(), "h")
                + part(duration.toMinutesPart(), "m")
                + part(duration.toSecondsPart(), "s");
    }

    private static String part(long count, String unit) {
        return count == 0 ? "" : count + unit;
    }

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
