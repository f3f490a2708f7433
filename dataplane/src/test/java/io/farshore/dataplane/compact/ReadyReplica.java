package io.farshore.dataplane.compact;

import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.CatalogWriter;
import io.farshore.core.catalog.ShortSpans;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.retention.RetentionPolicy;
import io.farshore.core.store.FaultyObjectStore;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** A replica that has been compacted, has grown since, and of which a narrower policy now wants most points gone. The same for the same seed. */
final class ReadyReplica {
    private static final CompactionSettings SETTINGS =
            new CompactionSettings(3, 2, 1 << 20, 2048, 4096, Duration.ofHours(1));

    private final SimulatedClock clock = new SimulatedClock();
    private final WatchedObjectStore objects = new WatchedObjectStore(new InMemoryObjectStore());
    private final ShortSpans spans = new ShortSpans(3);
    private final SimulatedMachine machine;
    private final Oracle oracle;
    private long owner = 1;

    ReadyReplica(long seed) throws IOException {
        RandomGenerator random = new SplittableRandom(seed);
        machine = new SimulatedMachine(random, clock);
        oracle = new Oracle(objects, machine, clock, spans, random);
        objects.watch(oracle);
        grow(10);
        cycle(objects);
        grow(9);
        claim(objects).changeRetention(new RetentionPolicy(Duration.ofMinutes(20), Duration.ZERO));
    }

    private void grow(int points) throws IOException {
        int wanted = machine.points() + points;
        while (machine.points() < wanted) {
            machine.act();
        }
    }

    /** A processor takes the machine and does all there is to do, garbage that has to wait included. */
    void cycle(ObjectStore store) throws IOException {
        SimulatedProcessor processor = claim(store);
        for (int most : new int[] {3, 5, Integer.MAX_VALUE}) {
            processor.apply(most);
            processor.compactAll();
            clock.advance(SETTINGS.grace());
            processor.compactAll();
        }
    }

    private SimulatedProcessor claim(ObjectStore store) throws IOException {
        CatalogWriter writer = spans.claim(
                store, SimulatedMachine.NAME, SimulatedMachine.ID, new UUID(9, owner++), 0, clock.instant());
        oracle.claimed(writer.epoch());
        MachineCompactor compactor = new MachineCompactor(
                store,
                reader(store),
                () -> MachineKeys.NONE,
                writer.epoch(),
                SETTINGS,
                clock,
                new CompactListener() {});
        return new SimulatedProcessor(store, machine, oracle, new SplittableRandom(1), writer, compactor);
    }

    /** Successors come, and the replica is what it should be. */
    void finish() throws IOException {
        cycle(objects);
        cycle(objects);
        oracle.compareAll();
        new Fixpoint(objects, machine, SETTINGS, spans).check();
    }

    FaultyObjectStore store(RandomGenerator random) {
        return new FaultyObjectStore(objects, random);
    }

    CatalogReader reader(ObjectStore store) throws IOException {
        return spans.open(store, SimulatedMachine.NAME);
    }

    ObjectStore objects() {
        return objects;
    }

    SimulatedClock clock() {
        return clock;
    }

    Oracle oracle() {
        return oracle;
    }
}
