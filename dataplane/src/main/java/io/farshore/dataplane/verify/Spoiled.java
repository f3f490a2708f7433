package io.farshore.dataplane.verify;

import io.farshore.core.catalog.RecoveryPoint;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which recovery points a damaged object spoils.
 *
 * @param all every point, as the catalog cannot be read and so their number is not known
 * @param stretches of them, oldest first; empty when there are none or not known
 */
public record Spoiled(boolean all, List<Stretch> stretches) {
    /** No point needs the object. */
    static final Spoiled NONE = new Spoiled(false, List.of());
    /** No point can be found without the object. */
    static final Spoiled ALL = new Spoiled(true, List.of());

    public Spoiled {
        stretches = List.copyOf(stretches);
    }

    /** Adjacent points, all of them spoiled. */
    public record Stretch(RecoveryPoint first, RecoveryPoint last, int count) {}

    /** Those of the points whose bits are set. */
    static Spoiled of(List<RecoveryPoint> points, BitSet which) {
        List<Stretch> stretches = new ArrayList<>();
        for (int from = which.nextSetBit(0); from >= 0; ) {
            int to = which.nextClearBit(from);
            stretches.add(new Stretch(points.get(from), points.get(to - 1), to - from));
            from = which.nextSetBit(to);
        }
        return new Spoiled(false, stretches);
    }

    public int count() {
        return stretches.stream().mapToInt(Stretch::count).sum();
    }

    /** The oldest of them, or null when there are none or not known. */
    public @Nullable RecoveryPoint first() {
        return stretches.isEmpty() ? null : stretches.getFirst().first();
    }

    /** The newest of them, or null when there are none or not known. */
    public @Nullable RecoveryPoint last() {
        return stretches.isEmpty() ? null : stretches.getLast().last();
    }
}
