package io.farshore.dataplane.verify;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.LastSegment;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.SegmentId;
import io.farshore.core.run.RunRef;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds objects of a machine that nothing names. They are no damage. */
final class StrayObjects {
    private static final int PAGE = 1000;

    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final Catalog catalog;
    private final Findings findings;
    private final Set<String> named;
    private final List<RunRef> unreadable;
    private final String newestKey;
    private final List<String> unclear = new ArrayList<>();

    /**
     * @param needed what runs point to
     * @param unreadable runs of which nobody knows what they point to
     */
    StrayObjects(
            ObjectStore store,
            ReplicaKeys keys,
            Catalog catalog,
            Findings findings,
            Set<String> needed,
            List<RunRef> unreadable) {
        this.store = store;
        this.keys = keys;
        this.catalog = catalog;
        this.findings = findings;
        this.unreadable = unreadable;
        named = new HashSet<>(needed);
        catalog.segments().forEach(segment -> named.add(keys.segment(segment.id())));
        catalog.runs().forEach(run -> named.add(keys.object(run.name())));
        catalog.garbage().forEach(each -> each.objects().forEach(object -> named.add(keys.object(object))));
        newestKey = newestKey();
    }

    /**
     * Notes them. What lies among epochs and versions, their own audit notes.
     *
     * @return the keys of what may be strays, or what unreadable runs point to
     */
    List<String> note() throws IOException {
        String after = "";
        List<StoredObject> page;
        do {
            page = store.list(keys.root(), after, PAGE);
            for (StoredObject object : page) {
                if (!named.contains(object.key())) {
                    note(object);
                }
                after = object.key();
            }
        } while (page.size() == PAGE);
        return unclear;
    }

    private void note(StoredObject object) {
        String key = object.key();
        boolean isSegment = key.startsWith(keys.logs()) && SegmentId.numberIn(key) >= 0;
        boolean isData = key.startsWith(keys.data());
        boolean isUnclear =
                isSegment ? unreadable.stream().anyMatch(run -> standsFor(run, key)) : isData && !unreadable.isEmpty();
        if (isUnclear) {
            unclear.add(key);
        } else if (isSegment) {
            findings.noted(key, stray(key.compareTo(newestKey) > 0, object.size()));
        } else if (isData || key.startsWith(keys.runs())) {
            findings.noted(key, stray(isOfNewestEpoch(key), object.size()));
        } else if (!isKnown(key)) {
            findings.noted(key, "is no part of a replica");
        }
    }

    /** The keys of segments that may still come are larger. */
    private String newestKey() {
        GenerationClaim generation = catalog.newestGeneration();
        LastSegment newest = catalog.newest();
        if (newest != null) {
            return keys.segment(newest.id());
        }
        return generation == null ? "" : keys.segment(new SegmentId(generation.generation(), 0));
    }

    private boolean standsFor(RunRef run, String key) {
        String first = keys.segment(new SegmentId(run.generation(), run.firstSegment()));
        String last = keys.segment(new SegmentId(run.generation(), run.lastSegment()));
        return first.compareTo(key) <= 0 && key.compareTo(last) <= 0;
    }

    /** Whether somebody may still commit the run or data object. */
    private boolean isOfNewestEpoch(String key) {
        String epoch = "%08x/".formatted(catalog.version().epoch());
        return key.compareTo(keys.runs() + epoch) >= 0
                || (key.startsWith(keys.data()) && key.compareTo(keys.data() + epoch) >= 0);
    }

    private static String stray(boolean isNext, long size) {
        return isNext
                ? "is not in the catalog (%d bytes): being committed, or left by a processor that ended before it could"
                        .formatted(size)
                : "is not in the catalog (%d bytes), and never will be".formatted(size);
    }

    private boolean isKnown(String key) {
        return key.equals(keys.descriptor())
                || Stream.of(keys.epochs(), keys.catalogs(), keys.dataKeys(), keys.pins(), keys.requests())
                        .anyMatch(key::startsWith);
    }
}
