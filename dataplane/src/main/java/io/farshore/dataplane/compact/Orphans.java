package io.farshore.dataplane.compact;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.LastSegment;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Runs and data objects of older epochs that no version names: written by a processor that died, or was overtaken, before it committed them.
 * Nobody can commit them any more. One thread.
 */
final class Orphans {
    private static final int PAGE = 1000;

    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final int epoch;

    /** @param epoch that its processor holds */
    Orphans(ObjectStore store, ReplicaKeys keys, int epoch) {
        this.store = store;
        this.keys = keys;
        this.epoch = epoch;
    }

    /** Deletes them; returns how many. */
    int delete(Catalog catalog, Inputs inputs) throws IOException {
        Set<String> known = new HashSet<>();
        Sweeper.needed(catalog, inputs).forEach(name -> known.add(keys.object(name)));
        catalog.garbage().forEach(garbage -> garbage.objects().forEach(name -> known.add(keys.object(name))));
        List<String> orphans = new ArrayList<>();
        for (String prefix : List.of(keys.root() + "data/", keys.root() + "run/")) {
            orphans.addAll(find(prefix, known, prefix + "%08x/".formatted(epoch)));
        }
        orphans.addAll(find(keys.logs(), known, endOfLog(catalog)));
        if (!orphans.isEmpty()) {
            store.delete(orphans);
        }
        return orphans.size();
    }

    /** Segments up to here are accepted or never will be: one that is not known came back, created late by somebody who was overtaken. */
    private String endOfLog(Catalog catalog) {
        LastSegment last = catalog.newest();
        GenerationClaim newest = catalog.newestGeneration();
        if (last != null) {
            return keys.segment(last.id());
        }
        return keys.logs() + (newest == null ? "" : "%08x/".formatted(newest.generation()));
    }

    private List<String> find(String prefix, Set<String> known, String end) throws IOException {
        List<String> found = new ArrayList<>();
        String after = "";
        while (true) {
            List<ObjectStore.StoredObject> page = store.list(prefix, after, PAGE);
            for (ObjectStore.StoredObject object : page) {
                if (object.key().compareTo(end) >= 0) {
                    return found;
                }
                if (!known.contains(object.key())) {
                    found.add(object.key());
                }
            }
            if (page.size() < PAGE) {
                return found;
            }
            after = page.getLast().key();
        }
    }
}
