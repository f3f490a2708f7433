package io.farshore.dataplane.compact;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogWriter;
import io.farshore.core.catalog.LateObjectStore;
import io.farshore.core.catalog.Pins;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.catalog.ShortSpans;
import io.farshore.core.catalog.Stage;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.failure.FencedException;
import io.farshore.core.failure.UnavailableException;
import io.farshore.core.store.CrashedError;
import io.farshore.core.store.FaultyObjectStore;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.view.MachineView;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * A machine, two processors that take it from each other, and readers, on a store that fails, forgets to answer, and finishes writes long after
 * they were given up. Every store call is a point at which another actor may go on for a while. One runs at a time.
 */
final class ReplicaSimulation {
    private final RandomGenerator random;
    private final SimulatedClock clock = new SimulatedClock();
    private final WatchedObjectStore objects = new WatchedObjectStore(new InMemoryObjectStore());
    private final LateObjectStore late;
    private final Stage stage;
    private final SimulatedMachine machine;
    private final ShortSpans spans;
    private final CompactionSettings settings;
    private final Oracle oracle;
    private final boolean hasFaults;
    private boolean isRunning = true;

    ReplicaSimulation(RandomGenerator random) throws IOException {
        this.random = random;
        hasFaults = random.nextInt(3) > 0;
        late = new LateObjectStore(objects, split());
        stage = new Stage(split(), late::arrive);
        spans = new ShortSpans(random.nextInt(2, 9));
        settings = settings(random);
        machine = new SimulatedMachine(split(), clock);
        oracle = new Oracle(objects, machine, clock, spans, split());
        objects.watch(oracle);
    }

    static CompactionSettings settings(RandomGenerator random) {
        return new CompactionSettings(
                random.nextInt(2, 9),
                random.nextInt(2, 5),
                random.nextInt(4) == 0 ? 600 : 1 << 20,
                random.nextInt(3) << 12,
                1 << random.nextInt(9, 15),
                Duration.ofMinutes(random.nextBoolean() ? 0 : random.nextInt(300)));
    }

    private RandomGenerator split() {
        return new SplittableRandom(random.nextLong());
    }

    void play(int segments) throws IOException {
        late.delay(hasFaults && random.nextBoolean() ? 0.02 : 0);
        RandomGenerator ofMachine = split();
        stage.enter(() -> machine(segments, ofMachine));
        for (int processors = random.nextInt(1, 3); processors > 0; processors--) {
            RandomGenerator own = split();
            stage.enter(() -> processor(own));
        }
        for (int readers = random.nextInt(0, 3); readers > 0; readers--) {
            RandomGenerator own = split();
            stage.enter(() -> reader(own));
        }
        stage.play();
        end();
    }

    private void machine(int segments, RandomGenerator own) throws IOException {
        for (int i = 0; i < segments; i++) {
            machine.act();
            idle(own, 40);
        }
        idle(own, 400);
        isRunning = false;
    }

    private void idle(RandomGenerator own, int most) {
        for (int turns = own.nextInt(most); turns > 0; turns--) {
            stage.pause();
        }
    }

    /** A processor's process: dies, is started again, loses the machine, waits, takes it. */
    private void processor(RandomGenerator own) throws IOException {
        FaultyObjectStore store = new FaultyObjectStore(late, own);
        UUID owner = new UUID(own.nextLong(), own.nextLong());
        int held = 0;
        for (int sessions = 0; sessions < 40 && isRunning; sessions++) {
            store.reset();
            store.before((task, key) -> stage.pause());
            store.failRandomly(hasFaults ? own.nextDouble(0.03) : 0);
            if (hasFaults && own.nextBoolean()) {
                store.crashAfter(own.nextInt(400));
            }
            try {
                CatalogWriter writer =
                        spans.claim(store, SimulatedMachine.NAME, SimulatedMachine.ID, owner, held, clock.instant());
                held = writer.epoch();
                session(store, writer, own);
            } catch (UnavailableException e) {
                stage.pause();
            } catch (FencedException e) {
                held = 0;
                idle(own, 300);
            } catch (CrashedError e) {
                owner = new UUID(own.nextLong(), own.nextLong());
                held = 0;
            }
        }
    }

    private void session(FaultyObjectStore store, CatalogWriter writer, RandomGenerator own) throws IOException {
        oracle.claimed(writer.epoch());
        SimulatedProcessor processor = processor(store, writer, own);
        store.before((task, key) -> {
            stage.pause();
            processor.beside();
        });
        for (int actions = own.nextInt(200); actions > 0 && isRunning; actions--) {
            processor.act();
            stage.pause();
        }
    }

    private SimulatedProcessor processor(ObjectStore store, CatalogWriter writer, RandomGenerator own)
            throws IOException {
        MachineCompactor compactor = new MachineCompactor(
                store,
                spans.open(store, SimulatedMachine.NAME),
                () -> MachineKeys.NONE,
                writer.epoch(),
                settings,
                clock,
                new CompactListener() {});
        return new SimulatedProcessor(store, machine, oracle, own, writer, compactor);
    }

    private void reader(RandomGenerator own) throws IOException {
        FaultyObjectStore store = new FaultyObjectStore(late, own);
        store.before((task, key) -> stage.pause());
        while (isRunning) {
            idle(own, 60);
            store.failRandomly(hasFaults ? 0.02 : 0);
            UUID id = new UUID(own.nextLong(), own.nextLong());
            try {
                Pins pins = new Pins(store, spans.open(store, SimulatedMachine.NAME));
                Catalog catalog = pins.take(id, clock.instant().plus(Duration.ofDays(3000)), "simulation");
                oracle.pinned(id, catalog);
                read(catalog, own);
                oracle.released(id);
                pins.release(id);
            } catch (UnavailableException | IllegalArgumentException e) {
                // Not there yet, or the next time will do.
                stage.pause();
            }
        }
    }

    private void read(Catalog catalog, RandomGenerator own) throws IOException {
        List<RecoveryPoint> points = catalog.points();
        if (points.isEmpty()) {
            return;
        }
        idle(own, 200);
        try (MachineView view = MachineView.open(objects, catalog, points.get(own.nextInt(points.size())))) {
            for (int reads = own.nextInt(4); reads > 0; reads--) {
                oracle.compareSome(view, own);
                idle(own, 200);
            }
        }
    }

    /** Nobody disturbs any more, readers that died are forgotten, and everything is done that there is to do. */
    private void end() throws IOException {
        clock.advance(Duration.ofDays(4000));
        for (int epochs = 0; epochs < 3; epochs++) {
            finish();
            clock.advance(settings.grace());
        }
        oracle.compareAll();
        new Fixpoint(objects, machine, settings, spans).check();
    }

    private void finish() throws IOException {
        CatalogWriter writer = spans.claim(
                objects,
                SimulatedMachine.NAME,
                SimulatedMachine.ID,
                new UUID(random.nextLong(), random.nextLong()),
                0,
                clock.instant());
        oracle.claimed(writer.epoch());
        SimulatedProcessor processor = processor(objects, writer, random);
        processor.apply(Integer.MAX_VALUE);
        processor.compactAll();
    }
}
