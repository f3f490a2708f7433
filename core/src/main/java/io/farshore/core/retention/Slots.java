package io.farshore.core.retention;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The first of each slot of some hours, for one length of slots. Does not know how long it is kept. */
final class Slots {
    private static final long HOUR_SECONDS = 3600;

    private final long seconds;
    private final Map<Long, RetentionPoint> firsts = new HashMap<>();

    /** @param points in the order of their positions, or the firsts of shorter slots that these consist of */
    Slots(int hours, Collection<RetentionPoint> points) {
        seconds = hours * HOUR_SECONDS;
        points.forEach(point -> firsts.merge(slot(point), point, Slots::first));
    }

    Collection<RetentionPoint> firsts() {
        return firsts.values();
    }

    boolean isFirst(RetentionPoint point) {
        RetentionPoint first = firsts.get(slot(point));
        return first != null && first.position().equals(point.position());
    }

    private long slot(RetentionPoint point) {
        return Math.floorDiv(point.time().getEpochSecond(), seconds);
    }

    private static RetentionPoint first(RetentionPoint one, RetentionPoint other) {
        int order = Integer.compare(rank(one), rank(other));
        int position = one.position().compareTo(other.position());
        return order < 0 || (order == 0 && position <= 0) ? one : other;
    }

    private static int rank(RetentionPoint point) {
        if (!point.marked()) {
            return 2;
        }
        return point.appConsistent() ? 1 : 0;
    }
}
