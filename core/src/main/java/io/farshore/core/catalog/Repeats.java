package io.farshore.core.catalog;

import java.util.ArrayList;
import java.util.List;

/** What the next objects of each level will point to and repeat. Does not read or write. One thread. */
final class Repeats {
    private final Spans spans;
    private final List<CatalogPointer> newest = new ArrayList<>();
    private final List<List<CatalogEntry>> since = new ArrayList<>();

    Repeats(Spans spans) {
        this.spans = spans;
        for (int level = 0; level <= spans.levels(); level++) {
            newest.add(CatalogPointer.NONE);
            since.add(new ArrayList<>());
        }
    }

    /**
     * Takes note of the next version.
     *
     * @param entries those that it adds; or, when what lies between was not told, all that its object holds
     */
    void add(CatalogPointer version, List<CatalogEntry> entries) {
        int reached = spans.level(version.version());
        for (int level = 0; level <= spans.levels(); level++) {
            if (level <= reached) {
                newest.set(level, version);
                since.get(level).clear();
            } else if (level < spans.levels()) {
                since.get(level).addAll(entries);
            }
        }
    }

    /** What the object of this version, which comes next, points to. */
    CatalogPointer below(long version) {
        return newest.get(spans.level(version));
    }

    /** Entries of the versions before this one that its object repeats; it must be no snapshot. */
    List<CatalogEntry> before(long version) {
        return since.get(spans.level(version));
    }
}
