package io.farshore.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.run.Step;
import java.util.List;
import java.util.TreeSet;

/**
 * What processors were promised, and what catalogs must hold because of it. A segment is known by its last sequence, which
 * grows with its epoch and, within that, with its version.
 */
final class Acknowledged {
    private static final int EPOCH_SHIFT = 20;

    private final TreeSet<Long> numbers = new TreeSet<>();
    private int newestClaim;

    static long number(int epoch, int index) {
        return (long) epoch << EPOCH_SHIFT | index;
    }

    /** A claim has returned. */
    void claimed(int epoch) {
        newestClaim = Math.max(newestClaim, epoch);
    }

    int newestClaim() {
        return newestClaim;
    }

    void add(List<Long> added) {
        numbers.addAll(added);
    }

    /** All that was acknowledged until now. */
    List<Long> now() {
        return List.copyOf(numbers);
    }

    static List<Long> in(Catalog catalog) {
        return catalog.newestGeneration() == null
                ? List.of()
                : catalog.steps(1).stream().map(Step::lastSequence).toList();
    }

    /** The catalog holds all of these, and everything in order and once. */
    static void check(Catalog catalog, List<Long> promised) {
        List<Long> found = in(catalog);
        assertThat(found).as("in order and once").isSorted().doesNotHaveDuplicates();
        assertThat(found).as("acknowledged entries").containsAll(promised);
    }
}
