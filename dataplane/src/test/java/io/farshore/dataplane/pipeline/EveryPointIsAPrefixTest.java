package io.farshore.dataplane.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.crypto.Encryption;
import io.farshore.core.crypto.file.KeyFile;
import io.farshore.core.store.BackOff;
import io.farshore.core.store.FaultyObjectStore;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.RetryingObjectStore;
import io.farshore.core.store.VirtualWaiting;
import io.farshore.dataplane.view.MachineView;
import io.farshore.dataplane.view.ViewSettings;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first promise: every recovery point is an exact prefix of the acknowledged writes. Captures are killed and restarted, stores fail
 * and lose answers, processors crash at any call and overtake each other; then every point is opened and compared with the ledger.
 */
class EveryPointIsAPrefixTest {
    private static final int[] SIZES = {96 << 10, 64 << 10};
    private static final int CHANGES = 250;

    private final ExecutorService fetchers = Executors.newFixedThreadPool(2);
    private final InMemoryObjectStore cache = new InMemoryObjectStore();
    private final InMemoryObjectStore replica = new InMemoryObjectStore();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Encryption encryption = Encryption.NONE;

    @AfterEach
    void stopFetchers() {
        fetchers.shutdownNow();
    }

    @Seeded(count = 25)
    void ofAMachineBehindSinks(long seed) throws Exception {
        run(seed, null);
    }

    @Seeded(count = 25)
    void ofAMachineBehindSplitters(long seed) throws Exception {
        for (int i = 0; i < SIZES.length; i++) {
            try (RandomAccessFile file =
                    new RandomAccessFile(folder.resolve("vd" + (char) ('a' + i)).toFile(), "rw")) {
                file.setLength(SIZES[i]);
            }
        }
        run(seed, folder);
    }

    @Seeded(count = 15)
    void ofAnEncryptedMachine(long seed) throws Exception {
        Random random = new Random(seed);
        encryption = new Encryption(KeyFile.create(folder.resolve("keys"), Instant.EPOCH, random), random);
        run(seed, null);
    }

    private void run(long seed, @Nullable Path files) throws Exception {
        Random random = new Random(seed);
        ProtectedMachine machine =
                new ProtectedMachine(unreliable(cache, random), encryption, new Random(seed + 1), files, SIZES);
        Processors processors = new Processors(cache, replica, encryption, fetchers, new Random(seed + 2));
        machine.start();
        for (int i = 0; i < CHANGES; i++) {
            machine.change();
            processors.stepBadly();
            chance(random, machine, i);
        }
        settle(machine);
        machine.stop();
        processors.drain();
        checkAllPoints(machine.ledger());
    }

    /** What else happens: a mark, a pause in which segments are sealed, the death or an orderly restart of the capture. */
    private static void chance(Random random, ProtectedMachine machine, int step) throws Exception {
        switch (random.nextInt(60)) {
            case 0 -> {
                machine.kill();
                machine.start();
            }
            case 1 -> {
                settle(machine);
                machine.stop();
                machine.start();
            }
            case 2, 3, 4 -> machine.mark("mark " + step);
            case 5, 6, 7, 8, 9, 10 -> LockSupport.parkNanos(Duration.ofMillis(4).toNanos());
            default -> {}
        }
    }

    /** Until the machine streams again; a mirror that is needed is made. */
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

    private void checkAllPoints(Ledger ledger) throws IOException {
        Catalog catalog = CatalogReader.open(replica, ProtectedMachine.NAME).read();
        List<RecoveryPoint> points = catalog.points();
        assertThat(points).hasSizeGreaterThan(3);
        for (RecoveryPoint point : points) {
            byte[][] found = read(catalog, point);
            assertThat(ledger.statesAt(point.position()))
                    .as(() -> "recovery point %s '%s' of %d%s of %s"
                            .formatted(
                                    point.id(),
                                    point.name(),
                                    points.size(),
                                    ledger.explain(found, point.position()),
                                    catalog.generation(point.position().generation())))
                    .anyMatch(state -> Arrays.deepEquals(state, found));
        }
        assertThat(Arrays.deepEquals(read(catalog, points.getLast()), ledger.state()))
                .as("the newest point holds everything")
                .isTrue();
    }

    private byte[][] read(Catalog catalog, RecoveryPoint point) throws IOException {
        byte[][] disks = new byte[SIZES.length][];
        try (MachineView view = MachineView.open(
                replica,
                catalog,
                point,
                ViewSettings.defaults().withoutReadAhead(),
                encryption.keys(replica, "machines/m/key/", "m"))) {
            for (int i = 0; i < SIZES.length; i++) {
                ByteBuffer content = ByteBuffer.allocate(SIZES[i]);
                view.disk("vd" + (char) ('a' + i)).read(0, content);
                disks[i] = content.array();
            }
        }
        return disks;
    }

    private static ObjectStore unreliable(ObjectStore store, Random random) {
        FaultyObjectStore faulty = new FaultyObjectStore(store, new Random(random.nextLong()));
        faulty.failRandomly(0.05);
        return new RetryingObjectStore(
                faulty, BackOff.within(Duration.ofSeconds(30)), new Random(random.nextLong()), new VirtualWaiting());
    }
}
