package io.farshore.core.retention;

import io.farshore.core.log.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Points in the order of their positions, and as of when each one counts for its age: never after a later point. */
final class PointTimes {
    private final List<RetentionPoint> points;
    private final Instant[] times;

    /** @param now no point counts as newer */
    PointTimes(List<? extends RetentionPoint> points, Instant now) {
        this.points = new ArrayList<>(points);
        this.points.sort(Comparator.comparing(RetentionPoint::position));
        this.times = new Instant[points.size()];
        Instant next = now;
        for (int i = times.length - 1; i >= 0; i--) {
            Instant time = this.points.get(i).time();
            next = time.isBefore(next) ? time : next;
            times[i] = next;
        }
    }

    int count() {
        return times.length;
    }

    List<RetentionPoint> points() {
        return points;
    }

    RetentionPoint point(int index) {
        return points.get(index);
    }

    Instant time(int index) {
        return times[index];
    }

    /** From which ages are measured. */
    Instant newest() {
        return times[times.length - 1];
    }

    Map<Position, RetentionWindow> windows(RetentionPolicy policy) {
        Map<Position, RetentionWindow> windows = new LinkedHashMap<>();
        for (int i = 0; i < times.length; i++) {
            Duration age = Duration.between(times[i], newest());
            windows.put(points.get(i).position(), RetentionWindow.of(policy, age));
        }
        return windows;
    }
}
