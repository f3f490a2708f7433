package io.farshore.dataplane.verify;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.LastSegment;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.SegmentId;
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
    private final Findings findings;

    StrayObjects(ObjectStore store, ReplicaKeys keys, Findings findings) {
        this.store = store;
        this.keys = keys;
        this.findings = findings;
    }

    /** The keys of all segments, whether the catalog names them or not. */
    List<String> segments() throws IOException {
        return list().stream()
                .map(StoredObject::key)
                .filter(key -> key.startsWith(keys.logs()) && SegmentId.numberIn(key) >= 0)
                .toList();
    }

    /**
     * Notes what the catalog does not name. What lies among epochs and versions, their own audit notes; which segments and moved
     * payload a run points to, only the run knows.
     */
    void note(Catalog catalog) throws IOException {
        Set<String> named = new HashSet<>();
        catalog.segments().forEach(segment -> named.add(keys.segment(segment.id())));
        catalog.runs().forEach(run -> named.add(keys.object(run.name())));
        catalog.garbage().forEach(each -> each.objects().forEach(object -> named.add(keys.object(object))));
        boolean hasRuns = !catalog.runs().isEmpty();
        String newestKey = newestKey(catalog);
        for (StoredObject object : list()) {
            String key = object.key();
            if (named.contains(key) || isOfRun(catalog, key) || (hasRuns && key.startsWith(keys.data()))) {
                continue;
            }
            if (key.startsWith(keys.logs())) {
                boolean isSegment = SegmentId.numberIn(key) >= 0;
                boolean isNext = isSegment && key.compareTo(newestKey) > 0;
                findings.noted(key, isSegment ? stray(isNext, object.size()) : "is no part of a replica");
            } else if (key.startsWith(keys.runs()) || key.startsWith(keys.data())) {
                findings.noted(key, stray(true, object.size()));
            } else if (!isKnown(key)) {
                findings.noted(key, "is no part of a replica");
            }
        }
    }

    /** The keys of segments that may still come are larger. */
    private String newestKey(Catalog catalog) {
        GenerationClaim generation = catalog.newestGeneration();
        LastSegment newest = catalog.newest();
        if (newest != null) {
            return keys.segment(newest.id());
        }
        return generation == null ? "" : keys.segment(new SegmentId(generation.generation(), 0));
    }

    /** Whether a run stands for the segment, and so may point into it. */
    private boolean isOfRun(Catalog catalog, String key) {
        long number = key.startsWith(keys.logs()) ? SegmentId.numberIn(key) : -1;
        return number > 0
                && catalog.runs().stream()
                        .anyMatch(run -> run.firstSegment() <= number
                                && number <= run.lastSegment()
                                && key.equals(keys.segment(new SegmentId(run.generation(), number))));
    }

    private static String stray(boolean isNext, long size) {
        return isNext
                ? "is not in the catalog (%d bytes): being committed, or left by a processor that ended before it could"
                        .formatted(size)
                : "is not in the catalog (%d bytes), and never will be".formatted(size);
    }

    private boolean isKnown(String key) {
        return key.equals(keys.descriptor())
                || Stream.of(keys.epochs(), keys.catalogs(), keys.pins(), keys.requests())
                        .anyMatch(key::startsWith);
    }

    private List<StoredObject> list() throws IOException {
        List<StoredObject> all = new ArrayList<>();
        String after = "";
        while (true) {
            List<StoredObject> page = store.list(keys.root(), after, PAGE);
            all.addAll(page);
            if (page.size() < PAGE) {
                return all;
            }
            after = page.getLast().key();
        }
    }
}
