package io.farshore.core.catalog;

import io.farshore.core.run.RunRef;
import io.farshore.core.run.StoredName;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** What a processor does between segments: replaces what there is by a run, sweeps, and deletes versions below the floor. */
final class Housekeeping {
    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final Spans spans;
    private final RandomGenerator random;

    Housekeeping(ObjectStore store, ReplicaKeys keys, Spans spans, RandomGenerator random) {
        this.store = store;
        this.keys = keys;
        this.spans = spans;
        this.random = random;
    }

    void run(CatalogWriter writer) throws IOException {
        if (random.nextBoolean()) {
            compact(writer);
        } else {
            sweep(writer);
        }
    }

    private static void compact(CatalogWriter writer) throws IOException {
        Catalog catalog = writer.read();
        List<StoredName> replaced = new ArrayList<>();
        catalog.runs().stream().map(RunRef::name).forEach(replaced::add);
        catalog.segments().forEach(segment -> replaced.add(new StoredName.OfSegment(segment.id())));
        RunRef run = Examples.run(new StoredName.OfRun(writer.epoch(), writer.nextVersion()), 1, 1, catalog.steps(1));
        writer.commit(List.of(
                new CatalogEntry.RunAccepted(run),
                new CatalogEntry.Garbage(writer.nextVersion(), Examples.TIME, replaced)));
    }

    /** Deletes in any order, so that a crash leaves holes. */
    private void sweep(CatalogWriter writer) throws IOException {
        long boundary = writer.read().version().version();
        writer.commit(List.of(new CatalogEntry.SweepBegun(boundary)));
        long floor = Math.max(writer.read().floor(), spans.snapshotOf(writer.nextVersion()) - spans.longest());
        writer.commit(List.of(new CatalogEntry.SweepDone(boundary, floor)));
        delete(floor);
    }

    private void delete(long floor) throws IOException {
        List<String> below = new ArrayList<>();
        for (StoredObject object : store.list(keys.catalogs() + "0", "", 1000)) {
            String name = object.key().substring(object.key().length() - 16);
            if (Long.parseLong(name, 16) < floor) {
                below.add(object.key());
            }
        }
        Collections.shuffle(below, new Random(random.nextLong()));
        for (String key : below) {
            store.delete(List.of(key));
        }
    }
}
