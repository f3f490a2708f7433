package io.farshore.dataplane.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.crypto.Encryption;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.dataplane.verify.ReplicaVerifier;
import io.farshore.dataplane.view.MachineView;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;

/** A machine that is replicated again with other disks: capture goes on under its name, and the points from before stay. */
class DisksChangeUnderCaptureTest {
    private static final int KIB = 1 << 10;
    /** A disk is added, one grown, one removed, and added again with another size. */
    private static final int[][] STAGES = {
        {64 * KIB}, {64 * KIB, 32 * KIB}, {96 * KIB, 32 * KIB}, {96 * KIB}, {96 * KIB, 48 * KIB}
    };

    private final ExecutorService fetchers = Executors.newFixedThreadPool(2);
    private final InMemoryObjectStore cache = new InMemoryObjectStore();
    private final InMemoryObjectStore replica = new InMemoryObjectStore();
    /** By generation. */
    private final Map<Integer, Ledger> stages = new TreeMap<>();

    @AfterEach
    void stopFetchers() {
        fetchers.shutdownNow();
    }

    @Seeded(count = 8)
    void everyPointHoldsTheDisksOfItsTime(long seed) throws Exception {
        Processors processors = new Processors(cache, replica, Encryption.NONE, fetchers, new Random(seed + 1));
        for (int[] sizes : STAGES) {
            ProtectedMachine machine =
                    new ProtectedMachine(cache, Encryption.NONE, new Random(seed + stages.size()), null, sizes);
            stages.put(stages.size() + 1, machine.ledger());
            machine.start();
            for (int i = 0; i < 40; i++) {
                machine.change();
                if (i % 8 == 7) {
                    settle(machine);
                    machine.mark("mark " + i);
                }
            }
            settle(machine);
            machine.stop();
            processors.drain();
            checkAllPoints();
        }
    }

    private static void settle(ProtectedMachine machine) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!machine.isStreaming()) {
            assertThat(System.nanoTime()).as("streams again in time").isLessThan(end);
            if (machine.needsMirror()) {
                machine.mirror();
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    private void checkAllPoints() throws IOException {
        Catalog catalog = CatalogReader.open(replica, ProtectedMachine.NAME).read();
        assertThat(catalog.generations()).hasSize(stages.size());
        assertThat(catalog.points().stream().map(point -> point.position().generation()))
                .containsAll(stages.keySet());
        for (RecoveryPoint point : catalog.points()) {
            int generation = point.position().generation();
            Ledger ledger = Objects.requireNonNull(stages.get(generation));
            byte[][] found = read(catalog, point, STAGES[generation - 1]);
            assertThat(ledger.statesAt(point.position()))
                    .as(() -> "%s of %s%s".formatted(point, stages.size(), ledger.explain(found, point.position())))
                    .anyMatch(state -> Arrays.deepEquals(state, found));
        }
        assertThat(new ReplicaVerifier(replica, (name, objects, total, bytes) -> {})
                        .verifyAll()
                        .damage())
                .isEmpty();
    }

    private byte[][] read(Catalog catalog, RecoveryPoint point, int[] sizes) throws IOException {
        byte[][] disks = new byte[sizes.length][];
        try (MachineView view = MachineView.open(replica, catalog, point)) {
            assertThat(point.disks()).containsExactlyElementsOf(view.disks().keySet());
            assertThat(view.disks()).hasSize(sizes.length);
            for (int i = 0; i < sizes.length; i++) {
                ByteBuffer content = ByteBuffer.allocate(sizes[i]);
                assertThat(view.disk(point.disks().get(i)).size()).isEqualTo(sizes[i]);
                view.disk(point.disks().get(i)).read(0, content);
                disks[i] = content.array();
            }
        }
        return disks;
    }
}
