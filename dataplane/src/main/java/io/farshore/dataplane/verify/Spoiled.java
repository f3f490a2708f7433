package io.farshore.dataplane.verify;

import io.farshore.core.catalog.RecoveryPoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which recovery points a damaged object spoils. They are adjacent: every point from the object on that builds on it.
 *
 * @param all every point, as the catalog cannot be read and so their number is not known
 * @param first the oldest of them, or null when there are none or not known
 * @param last the newest of them, or null when there are none or not known
 */
public record Spoiled(
        boolean all,
        int count,
        @Nullable RecoveryPoint first,
        @Nullable RecoveryPoint last) {
    /** No point needs the object. */
    static final Spoiled NONE = new Spoiled(false, 0, null, null);

    /** No point can be found without the object. */
    static final Spoiled ALL = new Spoiled(true, 0, null, null);

    static Spoiled of(List<RecoveryPoint> points) {
        return points.isEmpty() ? NONE : new Spoiled(false, points.size(), points.getFirst(), points.getLast());
    }
}
