package io.farshore.dataplane.verify;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The recovery points of a catalog, numbered from the oldest on, and which of them build on what. A value. */
final class Points {
    private final List<RecoveryPoint> points;
    /** For each generation, the newest one that builds on it. */
    private final Map<Integer, Integer> lastHeir = new HashMap<>();

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

    List<RecoveryPoint> all() {
        return points;
    }

    int count() {
        return points.size();
    }

    /** The number of the first point that is not before this position. */
    int from(Position position) {
        return firstWhere(point -> point.position().compareTo(position) >= 0);
    }

    /** The number of the first point that is after this position. */
    int after(Position position) {
        return firstWhere(point -> point.position().compareTo(position) > 0);
    }

    /** The number of the first point that is of this generation or a later one. */
    int ofGeneration(int generation) {
        return firstWhere(point -> point.position().generation() >= generation);
    }

    /** The number of the first later point that does not build on this generation. */
    int endOf(int generation) {
        int heir = lastHeir.getOrDefault(generation, generation);
        return firstWhere(point -> point.position().generation() > heir);
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
