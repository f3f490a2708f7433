package io.farshore.dataplane.usage;

import io.farshore.core.retention.RetentionPolicy;
import io.farshore.core.retention.RetentionWindow;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What will be kept at the end of the retention; the formula is in the package's documentation. Pure. */
final class Forecast {
    private static final Map<RetentionWindow, Duration> LIMITS = Map.of(
            RetentionWindow.TO_2_HOURS, Duration.ofHours(2),
            RetentionWindow.DAY_1, Duration.ofDays(1),
            RetentionWindow.DAYS_2_TO_7, Duration.ofDays(7),
            RetentionWindow.FROM_DAY_8, RetentionPolicy.LONGEST);

    private final RetentionPolicy policy;
    private final Map<RetentionWindow, Long> captured = new EnumMap<>(RetentionWindow.class);
    private final Map<RetentionWindow, Long> kept = new EnumMap<>(RetentionWindow.class);
    private long base;

    Forecast(RetentionPolicy policy) {
        this.policy = policy;
    }

    /** Payload that is kept up to the oldest point. */
    void addBase(long storedBytes) {
        base += storedBytes;
    }

    /** What was captured later, and what is kept of it. */
    void add(RetentionWindow window, long capturedBytes, long storedBytes) {
        captured.merge(window, capturedBytes, Long::sum);
        kept.merge(window, storedBytes, Long::sum);
    }

    /** Stored bytes, or null when nothing was captured after the oldest point. */
    @Nullable
    Long at(double bytesPerSecond) {
        double sum = base;
        double share = -1;
        Duration begin = Duration.ZERO;
        for (RetentionWindow window : RetentionWindow.values()) {
            long bytes = captured.getOrDefault(window, 0L);
            if (bytes > 0) {
                share = (double) kept.getOrDefault(window, 0L) / bytes;
            }
            Duration end = end(window, begin);
            sum += bytesPerSecond * end.minus(begin).toSeconds() * Math.max(0, share);
            begin = end;
        }
        return share < 0 ? null : Math.round(sum);
    }

    /** The age at which the window ends; no less than where it begins. */
    private Duration end(RetentionWindow window, Duration begin) {
        Duration limit =
                window == RetentionWindow.FINE ? policy.fineWindow() : LIMITS.getOrDefault(window, policy.retention());
        Duration end = limit.compareTo(policy.retention()) < 0 ? limit : policy.retention();
        return end.compareTo(begin) < 0 ? begin : end;
    }
}
