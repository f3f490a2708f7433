package io.farshore.bench.compact;

import io.farshore.bench.replica.Compacting;
import io.farshore.bench.replica.MemoryStore;
import io.farshore.bench.replica.Payload;
import io.farshore.bench.replica.SimulatedMachine;
import io.farshore.bench.replica.VirtualClock;
import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogEntry.Totals;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.retention.RetentionPolicy;
import io.farshore.dataplane.view.MachineView;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What came of simulated days of writing, while compaction ran beside it as a processor runs it.
 *
 * @param totals of the catalog
 * @param kept bytes of segments, moved payload and index runs in the store
 * @param keptObjects how many these are
 * @param live bytes of the newest point's data
 */
record Days(
        Habit habit,
        Totals totals,
        long kept,
        long keptObjects,
        long live,
        int points,
        int runs,
        double seconds,
        double compactSeconds) {
    private static final int BLOCK = 4096;

    /**
     * @param writes of 4 KiB in each segment
     * @param interval between the ends of segments, a whole part of five minutes
     */
    record Pace(long diskBytes, int days, Duration interval, int writes) {
        long segments() {
            return Duration.ofDays(days).dividedBy(interval);
        }

        /** A marked point every five minutes. */
        boolean isMarked(long segment) {
            return segment % Duration.ofMinutes(5).dividedBy(interval) == 0;
        }
    }

    static Days simulate(Habit habit, Pace pace) throws IOException {
        long start = System.nanoTime();
        VirtualClock clock = new VirtualClock();
        MemoryStore store = new MemoryStore();
        SimulatedMachine machine = new SimulatedMachine(store, pace.diskBytes(), RetentionPolicy.DEFAULT, clock);
        Compacting compacting = Compacting.beside(machine, store, clock);
        SplittableRandom random = new SplittableRandom(1);
        Payload payload = new Payload(2, false);
        long compacted = 0;
        long writes = 0;
        for (long segment = 1; segment <= pace.segments(); segment++) {
            clock.pass(pace.interval());
            for (int i = 0; i < pace.writes(); i++) {
                long block = habit.block(writes++, pace.diskBytes() / BLOCK, random);
                machine.write(block * BLOCK, payload.bytes(BLOCK));
            }
            if (pace.isMarked(segment)) {
                machine.mark();
            } else {
                machine.seal();
            }
            if (segment % 16 == 0 || segment == pace.segments()) {
                long before = System.nanoTime();
                compacting.run();
                compacted += System.nanoTime() - before;
            }
        }
        return of(habit, store, (System.nanoTime() - start) / 1e9, compacted / 1e9);
    }

    private static Days of(Habit habit, MemoryStore store, double seconds, double compactSeconds) throws IOException {
        Catalog catalog = CatalogReader.open(store, SimulatedMachine.NAME).read();
        String root = new ReplicaKeys(SimulatedMachine.NAME).root();
        long kept = 0;
        long objects = 0;
        for (String kind : new String[] {"log/", "data/", "run/"}) {
            kept += store.bytes(root + kind);
            objects += store.count(root + kind);
        }
        try (MachineView view =
                MachineView.open(store, catalog, catalog.points().getLast())) {
            return new Days(
                    habit,
                    catalog.totals(),
                    kept,
                    objects,
                    view.cost(SimulatedMachine.DISK).dataBytes(),
                    catalog.points().size(),
                    catalog.runs().size(),
                    seconds,
                    compactSeconds);
        }
    }

    double amplification() {
        return (double) (totals.movedBytes() + totals.indexBytes()) / totals.ingestedBytes();
    }
}
