package io.farshore.core.catalog;

import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;

/** Replicas whose snapshots come every few versions, for tests of other packages: so that floors rise while a test looks on. */
public record ShortSpans(int step) {
    public CatalogWriter claim(
            ObjectStore store, String machine, UUID machineId, UUID owner, int heldBefore, Instant now)
            throws IOException {
        return CatalogWriter.claim(store, machine, machineId, owner, heldBefore, now, new Spans(step, 2));
    }

    public CatalogReader open(ObjectStore store, String machine) throws IOException {
        return CatalogReader.open(store, machine, new Spans(step, 2));
    }
}
