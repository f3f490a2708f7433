package io.farshore.core.retention;

import java.util.Collection;

/** The firsts of one, two and four hours among some points. */
final class Grid {
    private final Slots hours;
    private final Slots twoHours;
    private final Slots fourHours;

    Grid(Collection<RetentionPoint> points) {
        hours = new Slots(1, points);
        twoHours = new Slots(2, hours.firsts());
        fourHours = new Slots(4, twoHours.firsts());
    }

    /** The length in hours of the longest slot that the point is the first of; 0 when it is the first of none. */
    int hoursOf(RetentionPoint point) {
        if (!hours.isFirst(point)) {
            return 0;
        }
        if (!twoHours.isFirst(point)) {
            return 1;
        }
        return fourHours.isFirst(point) ? 4 : 2;
    }
}
