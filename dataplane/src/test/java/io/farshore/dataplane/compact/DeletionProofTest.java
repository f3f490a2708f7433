package io.farshore.dataplane.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.Pins;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.store.CrashedError;
import io.farshore.core.store.FaultyObjectStore;
import io.farshore.dataplane.view.MachineView;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each step of the proof in the package's documentation, killed: a whole cycle of compaction (points dropped, runs made, payload moved, the sweep
 * begun, deletion, the sweep done) dies before and in every single store call, and meets a reader at every one. The oracle looks on.
 */
class DeletionProofTest {
    private static final Duration LONG = Duration.ofDays(2);

    @ParameterizedTest
    @ValueSource(longs = 2)
    void aSuccessorGoesOnWhereverTheCycleDied(long seed) throws IOException {
        Set<String> tasks = new TreeSet<>();
        for (int calls = 0; ; calls++) {
            for (boolean inTheCall : new boolean[] {false, true}) {
                ReadyReplica replica = new ReadyReplica(seed);
                FaultyObjectStore store = replica.store(new SplittableRandom(seed + calls));
                if (inTheCall) {
                    store.crashAfter(calls);
                } else {
                    crashBefore(store, calls, tasks);
                }
                boolean died = dies(replica, store);
                replica.finish();
                if (!died) {
                    assertThat(calls).as("store calls of the cycle").isGreaterThan(60);
                    assertThat(tasks).contains("create run", "create data", "create catalog", "list pin", "delete log");
                    return;
                }
            }
        }
    }

    private static boolean dies(ReadyReplica replica, FaultyObjectStore store) throws IOException {
        try {
            replica.cycle(store);
            return false;
        } catch (CrashedError e) {
            return true;
        }
    }

    /** The process dies when this call is due, and has no effect any more. */
    private static void crashBefore(FaultyObjectStore store, int calls, Set<String> tasks) {
        int[] left = {calls};
        store.before((task, key) -> {
            if (left[0]-- <= 0) {
                tasks.add(task + " " + key.split("/", -1)[2]);
                throw new CrashedError("before the call");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aReaderWhoComesAtAnyCallOfTheCycleIsNotDisturbed(long seed) throws IOException {
        for (int calls = 0; ; calls++) {
            ReadyReplica replica = new ReadyReplica(seed);
            FaultyObjectStore store = replica.store(new SplittableRandom(seed));
            int[] left = {calls};
            List<Reader> readers = new ArrayList<>();
            store.before((task, key) -> {
                if (left[0]-- == 0) {
                    readers.add(new Reader(replica));
                }
            });
            replica.cycle(store);
            if (readers.isEmpty()) {
                return;
            }
            readers.getFirst().readsAndLeaves(replica, new SplittableRandom(seed));
            replica.finish();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aReaderWhoStallsAtAnyCallWhileItPinsIsNotDisturbed(long seed) throws IOException {
        for (int calls = 0; ; calls++) {
            ReadyReplica replica = new ReadyReplica(seed);
            FaultyObjectStore store = replica.store(new SplittableRandom(seed));
            int[] left = {calls};
            store.before((task, key) -> {
                if (left[0]-- == 0) {
                    replica.cycle(replica.store(new SplittableRandom(seed)));
                }
            });
            Reader reader = new Reader(replica, store);
            boolean stalled = left[0] < 0;
            replica.cycle(replica.store(new SplittableRandom(seed)));
            reader.readsAndLeaves(replica, new SplittableRandom(seed));
            replica.finish();
            if (!stalled) {
                return;
            }
        }
    }

    /** A reader that has its pin. */
    private static final class Reader {
        private final UUID id = new UUID(5, 5);
        private final Pins pins;
        private final Catalog catalog;

        Reader(ReadyReplica replica) throws IOException {
            this(replica, replica.store(new SplittableRandom(1)));
        }

        Reader(ReadyReplica replica, FaultyObjectStore store) throws IOException {
            pins = new Pins(store, replica.reader(store));
            catalog = pins.take(id, replica.clock().instant().plus(LONG.multipliedBy(9)), "proof");
            replica.oracle().pinned(id, catalog);
        }

        void readsAndLeaves(ReadyReplica replica, RandomGenerator random) throws IOException {
            for (RecoveryPoint point : catalog.points()) {
                try (MachineView view = MachineView.open(replica.objects(), catalog, point)) {
                    replica.oracle().compareSome(view, random);
                }
            }
            replica.oracle().released(id);
            pins.release(id);
        }
    }
}
