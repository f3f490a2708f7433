package io.farshore.dataplane.compact;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogEntry;
import io.farshore.core.catalog.CatalogEntry.Garbage;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.Pins;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.run.ObjectUse;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.StoredName;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what no version needs that anybody may read; the steps, and why they are safe in this order, are in the package's documentation. One
 * thread.
 */
final class Sweeper {
    private static final int BATCH = 500;

    private final ObjectStore store;
    private final CatalogReader reader;
    private final ReplicaKeys keys;
    private final CompactionSettings settings;
    private final InstantSource clock;
    private final CompactListener listener;

    Sweeper(
            ObjectStore store,
            CatalogReader reader,
            CompactionSettings settings,
            InstantSource clock,
            CompactListener listener) {
        this.store = store;
        this.reader = reader;
        this.keys = reader.keys();
        this.settings = settings;
        this.clock = clock;
        this.listener = listener;
    }

    /** The next step, or null when there is none. */
    @Nullable
    Proposal next(Catalog catalog, Inputs inputs) throws IOException {
        if (catalog.sweepBegun() > catalog.sweepDone()) {
            return finish(catalog, inputs);
        }
        long upTo = ripe(catalog);
        return upTo > catalog.sweepBegun() ? (version, floor) -> List.of(new CatalogEntry.SweepBegun(upTo)) : null;
    }

    /** Up to which version all garbage is old enough, so that readers without a pin are done with it. */
    private long ripe(Catalog catalog) {
        long upTo = 0;
        for (Garbage garbage : catalog.garbage()) {
            if (garbage.since().plus(settings.grace()).isAfter(clock.instant())) {
                return upTo;
            }
            upTo = garbage.version();
        }
        return upTo;
    }

    /** Deletes; the boundary has been committed, so whoever starts to read from now on reads a version that needs none of it. */
    private @Nullable Proposal finish(Catalog catalog, Inputs inputs) throws IOException {
        long pinned = new Pins(store, reader).oldest(clock.instant());
        long upTo = Math.min(catalog.sweepBegun(), pinned);
        List<StoredName> deletable = catalog.garbage().stream()
                .filter(garbage -> garbage.version() <= upTo)
                .flatMap(garbage -> garbage.objects().stream())
                .toList();
        if (upTo < catalog.sweepBegun()) {
            listener.waitsForReaders(keys.machine(), pinned);
            if (deletable.isEmpty()) {
                return null;
            }
        }
        checkNotNeeded(deletable, catalog, inputs);
        delete(deletable);
        listener.deleted(keys.machine(), deletable.size());
        deleteOldVersions(catalog.floor());
        return (version, highest) -> List.of(new CatalogEntry.SweepDone(upTo, Math.max(catalog.floor(), highest)));
    }

    /** Does not trust the catalog's word: looks at what everything that is kept points to. */
    private void checkNotNeeded(List<StoredName> deletable, Catalog catalog, Inputs inputs) throws IOException {
        Set<StoredName> needed = needed(catalog, inputs);
        for (StoredName name : deletable) {
            if (needed.contains(name)) {
                throw new CorruptDataException(
                        keys.object(name),
                        0,
                        "an object that nothing needs, as the catalog says",
                        "one that is needed");
            }
        }
    }

    /** Every object that some recovery point needs. */
    static Set<StoredName> needed(Catalog catalog, Inputs inputs) throws IOException {
        Set<StoredName> needed = new HashSet<>();
        for (RunRef run : catalog.runs()) {
            needed.add(run.name());
            for (ObjectUse use : inputs.contents(run)) {
                needed.add(use.name());
            }
        }
        for (SegmentRef segment : catalog.segments()) {
            needed.add(new StoredName.OfSegment(segment.id()));
        }
        return needed;
    }

    private void delete(List<StoredName> names) throws IOException {
        for (int from = 0; from < names.size(); from += BATCH) {
            store.delete(names.subList(from, Math.min(names.size(), from + BATCH)).stream()
                    .map(keys::object)
                    .toList());
        }
    }

    /** Deletes the versions of the catalog that, as was committed, may be gone. */
    private void deleteOldVersions(long floor) throws IOException {
        String after = "";
        List<ObjectStore.StoredObject> page;
        do {
            page = store.list(keys.catalogs(), after, BATCH);
            List<String> old = new ArrayList<>();
            for (ObjectStore.StoredObject object : page) {
                long version = keys.versionIn(object.key());
                if (version >= 0 && version < floor) {
                    old.add(object.key());
                }
                after = object.key();
            }
            if (!old.isEmpty()) {
                store.delete(old);
            }
        } while (page.size() == BATCH);
    }
}
