package io.farshore.core.catalog;

import io.farshore.core.catalog.CatalogEntry.Garbage;
import io.farshore.core.catalog.CatalogEntry.Totals;
import io.farshore.core.log.Position;
import io.farshore.core.retention.RetentionPolicy;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a catalog says besides the log: what is to be kept, what is to be deleted, and what all of it came to. A value.
 *
 * @param garbage not swept yet, in the order of versions
 * @param boundary the garbage of versions up to this one is deleted or being deleted
 * @param swept the garbage of versions up to this one is gone
 * @param floor versions below it may be gone
 */
record Upkeep(
        RetentionPolicy retention,
        SortedSet<Position> holds,
        List<Garbage> garbage,
        long boundary,
        long swept,
        long floor,
        Totals totals) {
    Upkeep {
        holds = Collections.unmodifiableSortedSet(new TreeSet<>(holds));
        garbage = List.copyOf(garbage);
    }
}
