package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds what objects of a catalog repeat to what the versions before them added. Does not read objects, and knows no hashes. */
final class RepeatAudit {
    private final Spans spans;
    /** What each version adds, since the last snapshot, as far as it is known. */
    private final Map<Long, List<CatalogEntry>> added = new HashMap<>();
    /** All versions up to {@link #folded}, or null when some are not known. */
    private @Nullable CatalogState state = new CatalogState();

    private long folded;

    RepeatAudit(Spans spans) {
        this.spans = spans;
    }

    /**
     * Takes the next version, in order; some may be left out.
     *
     * @return the version that does not hold what this one repeats of it, or 0
     */
    long check(String key, CatalogObject object) throws CorruptDataException {
        return spans.isSnapshot(object.version()) ? checkSnapshot(key, object) : checkSpan(key, object);
    }

    private long checkSpan(String key, CatalogObject object) throws CorruptDataException {
        int at = 0;
        for (long version = object.below().version() + 1; version < object.version(); version++) {
            List<CatalogEntry> theirs = added.get(version);
            if (theirs == null) {
                return 0;
            }
            int end = Math.min(at + theirs.size(), object.entries().size());
            if (!theirs.equals(object.entries().subList(at, end))) {
                return version;
            }
            at = end;
        }
        List<CatalogEntry> own = object.entries().subList(at, object.entries().size());
        added.put(object.version(), own);
        fold(key, object.version(), own);
        return 0;
    }

    /** A snapshot starts with what makes the state of the version before. */
    private long checkSnapshot(String key, CatalogObject object) throws CorruptDataException {
        CatalogState before = folded == object.version() - 1 ? state : null;
        List<CatalogEntry> expected = before == null ? List.of() : before.entries();
        List<CatalogEntry> found = object.entries();
        boolean holds = found.size() >= expected.size()
                && found.subList(0, expected.size()).equals(expected);
        added.clear();
        state = new CatalogState();
        folded = object.version() - 1;
        fold(key, object.version(), found);
        return holds ? 0 : object.version();
    }

    private void fold(String key, long version, List<CatalogEntry> entries) throws CorruptDataException {
        CatalogState before = folded == version - 1 ? state : null;
        state = null;
        if (before != null) {
            try {
                entries.forEach(before::apply);
                state = before;
                folded = version;
            } catch (IllegalStateException e) {
                throw new CorruptDataException(
                        key, 0, "entries that fit to those before", String.valueOf(e.getMessage()));
            }
        }
    }
}
