package io.farshore.dataplane.verify;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogEntry;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.CatalogWriter;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.compact.CompactListener;
import io.farshore.dataplane.compact.CompactionSettings;
import io.farshore.dataplane.compact.MachineCompactor;
import io.farshore.dataplane.compact.Proposal;
import io.farshore.dataplane.replica.ReplicaBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Drops points of a replica at random and compacts it. */
final class CompactedReplica {
    private final ObjectStore store;
    private final ReplicaBuilder replica;
    private final CompactionSettings settings;
    private MachineCompactor compactor;

    /** @param tail so many segments are merged */
    CompactedReplica(ObjectStore store, ReplicaBuilder replica, int tail) throws IOException {
        this.store = store;
        this.replica = replica;
        settings = new CompactionSettings(tail, 2, 1 << 20, 10_000, 60_000, Duration.ofSeconds(5));
        compactor = compactor();
    }

    private MachineCompactor compactor() throws IOException {
        return new MachineCompactor(
                store,
                CatalogReader.open(store, replica.writer().keys().machine()),
                () -> MachineKeys.NONE,
                replica.writer().epoch(),
                settings,
                () -> ReplicaBuilder.START.plusSeconds(20),
                new CompactListener() {});
    }

    void nextEpoch() throws IOException {
        replica.nextEpoch();
        compactor = compactor();
    }

    /** Drops each point but the newest with this chance. */
    void drop(RandomGenerator random, double chance) throws IOException {
        List<RecoveryPoint> points = replica.catalog().points();
        Map<Integer, List<Long>> dropped = new TreeMap<>();
        for (RecoveryPoint point : points.subList(0, points.size() - 1)) {
            if (random.nextDouble() < chance) {
                dropped.computeIfAbsent(point.position().generation(), each -> new ArrayList<>())
                        .add(point.position().sequence());
            }
        }
        List<CatalogEntry> entries = new ArrayList<>();
        dropped.forEach((generation, points2) -> entries.add(new CatalogEntry.PointsDropped(generation, points2)));
        if (!entries.isEmpty()) {
            replica.writer().commit(entries);
        }
    }

    void compact() throws IOException {
        CatalogWriter writer = replica.writer();
        for (int steps = 0; steps < 100; steps++) {
            Catalog catalog = writer.read();
            Proposal proposal = compactor.next(catalog);
            if (proposal == null) {
                return;
            }
            writer.commit(proposal.entries(writer.nextVersion(), writer.highestFloor()));
        }
        throw new IllegalStateException("compaction does not come to an end");
    }
}
