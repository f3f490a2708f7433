package io.farshore.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.failure.FencedException;
import io.farshore.core.failure.UnavailableException;
import io.farshore.core.store.CrashedError;
import io.farshore.core.store.FaultyObjectStore;
import io.farshore.core.store.InMemoryObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Several processors take a machine from each other while readers look, on a store that fails, forgets to answer, and finishes
 * writes long after they were given up. Every store call is a point at which another actor may go on for a while.
 */
final class CatalogSimulation {
    private static final ReplicaKeys KEYS = new ReplicaKeys("web-1");

    private final RandomGenerator random;
    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final LateObjectStore late;
    private final Stage stage;
    private final Acknowledged acknowledged = new Acknowledged();
    private final int longestSession;
    private final Spans spans;
    private final boolean hasFaults;
    private List<Long> seen = List.of();
    private int playing;

    CatalogSimulation(RandomGenerator random, int longestSession) {
        this.random = random;
        this.longestSession = longestSession;
        this.spans = random.nextBoolean() ? Spans.DEFAULT : new Spans(random.nextInt(2, 4), random.nextInt(1, 4));
        this.hasFaults = random.nextInt(4) > 0;
        late = new LateObjectStore(objects, new SplittableRandom(random.nextLong()));
        stage = new Stage(new SplittableRandom(random.nextLong()), late::arrive);
    }

    void play() throws IOException {
        late.delay(hasFaults && random.nextBoolean() ? 0.03 : 0);
        playing = random.nextInt(2, 4);
        for (int i = 0; i < playing; i++) {
            SplittableRandom own = new SplittableRandom(random.nextLong());
            FaultyObjectStore store = store(own);
            stage.enter(() -> processor(store, own));
        }
        for (int readers = random.nextInt(1, 3); readers > 0; readers--) {
            SplittableRandom own = new SplittableRandom(random.nextLong());
            FaultyObjectStore store = store(own);
            stage.enter(() -> reader(store, own));
        }
        stage.play();
        everyoneCanGoOn();
    }

    private FaultyObjectStore store(RandomGenerator own) {
        FaultyObjectStore store = new FaultyObjectStore(late, own);
        store.before((task, key) -> stage.pause());
        return store;
    }

    private void processor(FaultyObjectStore store, RandomGenerator own) throws IOException {
        Processor processor = new Processor(store, own);
        for (int sessions = own.nextInt(1, 5); sessions > 0; sessions--) {
            store.reset();
            store.failRandomly(hasFaults ? 0.03 : 0);
            if (hasFaults && own.nextBoolean()) {
                store.crashAfter(own.nextInt(5 + 3 * longestSession));
            }
            try {
                session(processor);
            } catch (UnavailableException e) {
                // The next session claims anew, unless another has the machine.
            } catch (FencedException e) {
                processor.held = 0;
            } catch (CrashedError e) {
                processor = new Processor(store, own);
            }
        }
        playing--;
    }

    /** A process from its start to its crash. */
    private static final class Processor {
        private final FaultyObjectStore store;
        private final RandomGenerator random;
        private final UUID owner;
        private int held;

        Processor(FaultyObjectStore store, RandomGenerator random) {
            this.store = store;
            this.random = random;
            this.owner = new UUID(random.nextLong(), random.nextLong());
        }
    }

    private void session(Processor processor) throws IOException {
        List<Long> promised = acknowledged.now();
        CatalogWriter writer = claim(processor);
        Acknowledged.check(writer.read(), promised);
        int next = 0;
        for (int commits = processor.random.nextInt(1 + longestSession); commits > 0; commits--) {
            List<Long> numbers = new ArrayList<>();
            for (int count = processor.random.nextInt(1, 4); count > 0; count--) {
                numbers.add(Acknowledged.number(writer.epoch(), next++));
            }
            commit(writer, numbers);
            if (processor.random.nextInt(4) == 0) {
                new Housekeeping(processor.store, KEYS, spans, processor.random).run(writer);
            }
        }
        Acknowledged.check(writer.read(), promised);
    }

    /** Claims; is refused only when another has claimed since. */
    private CatalogWriter claim(Processor processor) throws IOException {
        int held = processor.held;
        Instant time = Examples.TIME.plusSeconds(processor.random.nextInt(1000));
        try {
            CatalogWriter writer =
                    CatalogWriter.claim(processor.store, "web-1", Examples.MACHINE, processor.owner, held, time, spans);
            processor.held = writer.epoch();
            assertThat(held > 0 && isClaimedByOthers(held, writer.epoch(), processor.owner))
                    .as("took the machine back from another")
                    .isFalse();
            acknowledged.claimed(writer.epoch());
            return writer;
        } catch (FencedException e) {
            Epochs epochs = new Epochs(objects, KEYS, Examples.MACHINE, spans);
            assertThat(isClaimedByOthers(held, epochs.newest(), processor.owner))
                    .as("fenced by another")
                    .isTrue();
            throw e;
        }
    }

    private boolean isClaimedByOthers(int held, int newest, UUID owner) throws IOException {
        return new Epochs(objects, KEYS, Examples.MACHINE, spans).isClaimedByOthers(held, newest, owner);
    }

    private void commit(CatalogWriter writer, List<Long> numbers) throws IOException {
        boolean wasOvertaken = acknowledged.newestClaim() > writer.epoch();
        writer.commit(entries(writer.read(), numbers));
        assertThat(wasOvertaken).as("acknowledged after a successor's claim").isFalse();
        acknowledged.add(numbers);
    }

    private static List<CatalogEntry> entries(Catalog before, List<Long> numbers) {
        List<CatalogEntry> entries = new ArrayList<>();
        if (before.newestGeneration() == null) {
            entries.add(Examples.start());
        }
        LastSegment last = before.newest();
        long next = last == null ? 1 : last.id().number() + 1;
        for (long number : numbers) {
            entries.add(new CatalogEntry.SegmentAccepted(Examples.segment(1, next++, number, true)));
        }
        return entries;
    }

    private void reader(FaultyObjectStore store, RandomGenerator own) throws IOException {
        store.failRandomly(hasFaults ? 0.02 : 0);
        while (playing > 0) {
            boolean isThere = acknowledged.newestClaim() > 0;
            try {
                read(CatalogReader.open(store, "web-1", spans));
            } catch (UnavailableException e) {
                stage.pause();
            } catch (IllegalArgumentException e) {
                assertThat(isThere)
                        .as("the store holds the machine, but: %s", e)
                        .isFalse();
                stage.pause();
            }
            for (int idle = own.nextInt(20); idle > 0; idle--) {
                stage.pause();
            }
        }
    }

    /** What a reader sees that reads while nobody claims is seen by all later readers. */
    private void read(CatalogReader reader) throws IOException {
        List<Long> promised = acknowledged.now();
        List<Long> before = seen;
        int claimed = newestFixed();
        Catalog catalog = reader.read();
        Acknowledged.check(catalog, promised);
        assertThat(Acknowledged.in(catalog)).as("seen by an earlier reader").containsAll(before);
        if (claimed >= 0 && claimed == newestFixed() && Acknowledged.in(catalog).size() > seen.size()) {
            seen = Acknowledged.in(catalog);
        }
    }

    /** The newest epoch, or -1 while it has no fork yet. */
    private int newestFixed() throws IOException {
        int newest = new Epochs(objects, KEYS, Examples.MACHINE, spans).newest();
        return objects.size(KEYS.fork(newest)) >= 0 ? newest : -1;
    }

    /** After all of it a processor can take the machine, commit, and be read. */
    private void everyoneCanGoOn() throws IOException {
        CatalogWriter writer =
                CatalogWriter.claim(objects, "web-1", Examples.MACHINE, new UUID(1, 2), 0, Examples.TIME, spans);
        commit(writer, List.of(Acknowledged.number(writer.epoch(), 0)));
        read(CatalogReader.open(objects, "web-1", spans));
    }
}
