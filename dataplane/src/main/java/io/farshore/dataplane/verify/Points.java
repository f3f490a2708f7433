package io.farshore.dataplane.verify;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.log.GenerationClaim;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The recovery points of a catalog, and which of them are spoiled. */
final class Points {
    private final List<RecoveryPoint> points;
    /** For each generation, the newest one that builds on it. */
    private final Map<Integer, Integer> lastHeir = new HashMap<>();

    private final BitSet spoiled = new BitSet();

    Points(Catalog catalog) {
        points = catalog.points();
        int heir = 0;
        boolean builds = false;
        for (GenerationClaim claim : catalog.generations().reversed()) {
            heir = builds ? heir : claim.generation();
            lastHeir.put(claim.generation(), heir);
            builds = claim.base() == GenerationClaim.Base.PREVIOUS;
        }
    }

    int count() {
        return points.size();
    }

    /** How many points no {@link #spoil} has met. */
    int holding() {
        return points.size() - spoiled.cardinality();
    }

    @Nullable
    RecoveryPoint newest() {
        return points.isEmpty() ? null : points.getLast();
    }

    /** Marks every point that is made of this segment, among others, as spoiled. */
    Spoiled spoil(SegmentRef segment) {
        int heir = lastHeir.getOrDefault(segment.id().generation(), segment.id().generation());
        int from = firstWhere(point -> point.position().compareTo(segment.end()) >= 0);
        int to = firstWhere(point -> point.position().generation() > heir);
        if (from >= to) {
            return Spoiled.NONE;
        }
        spoiled.set(from, to);
        return Spoiled.of(points.subList(from, to));
    }

    /** The number of the first point for which the condition holds, as it then does for all later ones. */
    private int firstWhere(Predicate<RecoveryPoint> condition) {
        int low = 0;
        int high = points.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (condition.test(points.get(middle))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
