package io.farshore.core.retention;

import io.farshore.core.log.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The rule as one would tell it, quadratic. For times that do not go back and policies whose limits are slots apart. */
record NaiveRetention(RetentionPolicy policy, List<APoint> points, Set<Position> held) {
    private static final Comparator<APoint> FIRST = Comparator.comparing(
                    (APoint point) -> point.marked() ? point.appConsistent() ? "2 app" : "1 crash" : "3 unmarked")
            .thenComparing(APoint::position);

    Set<Position> kept() {
        return points.stream().filter(this::isKept).map(APoint::position).collect(Collectors.toSet());
    }

    private boolean isKept(APoint point) {
        if (held.contains(point.position()) || point.equals(points.getLast())) {
            return true;
        }
        Duration age = Duration.between(point.time(), points.getLast().time());
        if (age.compareTo(policy.retention()) >= 0) {
            return false;
        }
        return age.compareTo(policy.fineWindow()) < 0
                || (point.marked() && age.compareTo(Duration.ofHours(2)) < 0)
                || (age.compareTo(Duration.ofDays(1)) < 0 && isFirst(point, 1))
                || (age.compareTo(Duration.ofDays(7)) < 0 && isFirst(point, 2))
                || isFirst(point, 4);
    }

    private boolean isFirst(APoint point, int hours) {
        return isFirst(point, hours, other -> true)
                || (point.appConsistent() && isFirst(point, hours, APoint::appConsistent));
    }

    private boolean isFirst(APoint point, int hours, Predicate<APoint> among) {
        Instant from = slotStart(point, hours);
        return point.equals(points.stream()
                .filter(among)
                .filter(other -> slotStart(other, hours).equals(from))
                .min(FIRST)
                .orElseThrow());
    }

    private static Instant slotStart(APoint point, int hours) {
        long slot = 3600L * hours;
        return Instant.ofEpochSecond(point.time().getEpochSecond() / slot * slot);
    }
}
