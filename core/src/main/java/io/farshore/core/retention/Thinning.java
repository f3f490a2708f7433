package io.farshore.core.retention;

import io.farshore.core.log.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Applies a policy to the points of a machine; see the package's documentation. */
final class Thinning {
    private final Limits limits;
    private final PointTimes times;
    private final Grid all;
    private final Grid appConsistent;

    Thinning(RetentionPolicy policy, PointTimes times) {
        this.limits = Limits.of(policy);
        this.times = times;
        this.all = new Grid(times.points());
        this.appConsistent = new Grid(
                times.points().stream().filter(RetentionPoint::appConsistent).toList());
    }

    Set<Position> kept(Set<Position> held) {
        Set<Position> kept = new LinkedHashSet<>();
        for (int i = 0; i < times.count(); i++) {
            Position position = times.point(i).position();
            if (i == times.count() - 1 || held.contains(position) || isKept(i)) {
                kept.add(position);
            }
        }
        return Collections.unmodifiableSet(kept);
    }

    private boolean isKept(int index) {
        Instant time = times.time(index);
        RetentionPoint point = times.point(index);
        return isWithin(limits.fine(), time)
                || (point.marked() && isWithin(limits.marked(), time))
                || isOnGrid(point, time);
    }

    private boolean isOnGrid(RetentionPoint point, Instant time) {
        int hours = all.hoursOf(point);
        if (point.appConsistent()) {
            hours = Math.max(hours, appConsistent.hoursOf(point));
        }
        return switch (hours) {
            case 0 -> false;
            case 1 -> isWithin(limits.hourly(), time);
            case 2 -> isWithin(limits.twoHourly(), time);
            default -> isWithin(limits.fourHourly(), time);
        };
    }

    private boolean isWithin(Duration limit, Instant time) {
        return Duration.between(time, times.newest()).compareTo(limit) < 0;
    }
}
