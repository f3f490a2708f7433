package io.farshore.dataplane.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.block.BlockDevice;
import io.farshore.core.block.ReadOnlyDeviceException;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.UnavailableException;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.dataplane.replica.Bytes;
import io.farshore.dataplane.replica.CountingStore;
import io.farshore.dataplane.replica.ReplicaBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MachineViewTest {
    private static final int MIB = 1 << 20;

    private final InMemoryObjectStore memory = new InMemoryObjectStore();
    private final CountingStore store = new CountingStore(memory);
    private final ReplicaBuilder replica;

    MachineViewTest() throws IOException {
        replica = new ReplicaBuilder(memory, "web-1");
        replica.generation(Base.EMPTY, new DiskSpec("vda", 64 * MIB), new DiskSpec("vdb", 4096));
    }

    @Test
    void openingReadsOncePerSegment() throws Exception {
        for (int segment = 0; segment < 50; segment++) {
            replica.write(0, segment * 70_000L, Bytes.noise(segment, 65_000)).seal();
        }
        try (MachineView view = open()) {
            assertThat(store.tails.get()).isEqualTo(50);
            assertThat(store.ranges.get() + store.wholes.get()).isZero();
            assertThat(store.bytes.get()).isLessThanOrEqualTo(50 * (64L << 10));
            assertThat(Bytes.read(view.disk("vda"), 49 * 70_000L, 65_000)).isEqualTo(Bytes.noise(49, 65_000));
        }
    }

    @Test
    void openingReadsTwiceWhereTheIndexIsLarge() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 30_000; i++) {
            replica.write(0, random.nextLong(64 * MIB - 600), Bytes.noise(i, 100 + random.nextInt(100)));
        }
        replica.seal();
        try (MachineView view = open()) {
            assertThat(store.tails.get()).isEqualTo(2);
            assertThat(view.memoryBytes()).isPositive();
        }
    }

    @Test
    void aColdSmallReadIsOneRangedReadOfOneFrame() throws Exception {
        replica.write(0, 0, Bytes.noise(1, 2 * MIB)).seal();
        try (MachineView view = open()) {
            store.bytes.set(0);
            assertThat(Bytes.read(view.disk("vda"), 300_000, 4096))
                    .isEqualTo(Arrays.copyOfRange(Bytes.noise(1, 2 * MIB), 300_000, 304_096));
            assertThat(store.ranges.get()).isEqualTo(1);
            assertThat(store.bytes.get()).isLessThanOrEqualTo(64 << 10);
            Bytes.read(view.disk("vda"), 290_000, 4096);
            assertThat(store.ranges.get()).as("the frame is cached").isEqualTo(1);
        }
    }

    @Test
    void adjacentFramesAreReadTogether() throws Exception {
        replica.write(0, 0, Bytes.noise(1, 2 * MIB)).seal();
        try (MachineView view = open()) {
            assertThat(Bytes.read(view.disk("vda"), 0, 2 * MIB)).isEqualTo(Bytes.noise(1, 2 * MIB));
            assertThat(store.ranges.get()).isEqualTo(1);
        }
    }

    @Test
    void onlyMissingFramesAreRead() throws Exception {
        replica.write(0, 0, Bytes.noise(1, 2 * MIB)).seal();
        try (MachineView view = open()) {
            Bytes.read(view.disk("vda"), MIB, 100);
            store.bytes.set(0);
            assertThat(Bytes.read(view.disk("vda"), 0, 2 * MIB)).isEqualTo(Bytes.noise(1, 2 * MIB));
            assertThat(store.ranges.get()).isEqualTo(3);
            assertThat(store.bytes.get()).isEqualTo(31 * (64L << 10));
        }
    }

    @Test
    void manyReadersOfOneFrameReadItOnce() throws Exception {
        replica.write(0, 0, Bytes.noise(1, 64 << 10)).seal();
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        store.beforeRange(() -> {
            reading.countDown();
            await(goOn);
        });
        try (MachineView view = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> reads = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                reads.add(threads.submit(() -> Bytes.read(view.disk("vda"), 100, 50_000)));
            }
            await(reading);
            goOn.countDown();
            for (Future<byte[]> each : reads) {
                assertThat(each.get()).isEqualTo(Arrays.copyOfRange(Bytes.noise(1, 64 << 10), 100, 50_100));
            }
            assertThat(store.ranges.get()).isEqualTo(1);
        }
    }

    @Test
    void sequentialReadsAreFetchedAhead() throws Exception {
        replica.write(0, 0, Bytes.noise(1, 6 * MIB)).seal();
        try (MachineView view = open()) {
            for (int at = 0; at < 6 * MIB; at += 64 << 10) {
                assertThat(Bytes.read(view.disk("vda"), at, 64 << 10))
                        .isEqualTo(Arrays.copyOfRange(Bytes.noise(1, 6 * MIB), at, at + (64 << 10)));
            }
            assertThat(store.ranges.get()).isLessThan(20);
        }
    }

    @Test
    void randomReadsAreNotFetchedAhead() throws Exception {
        replica.write(0, 0, Bytes.noise(1, 6 * MIB)).seal();
        try (MachineView view = open()) {
            for (int at = 90; at > 0; at -= 10) {
                Bytes.read(view.disk("vda"), at << 16, 4096);
            }
            assertThat(store.ranges.get()).isEqualTo(9);
        }
    }

    @Test
    void zerosAndUntouchedPartsAreReadFromNowhere() throws Exception {
        replica.write(0, 0, Bytes.noise(1, 8192)).zero(0, 4096, 4096).seal();
        try (MachineView view = open()) {
            List<String> extents = new ArrayList<>();
            view.disk("vda")
                    .extents(
                            100,
                            10 * MIB,
                            (offset, length, zero) -> extents.add(offset + "+" + length + (zero ? " zero" : " data")));
            assertThat(extents).containsExactly("100+3996 data", "4096+" + (10 * MIB - 3996) + " zero");
            assertThat(Bytes.read(view.disk("vda"), 4096, MIB)).containsOnly(0);
            assertThat(store.ranges.get()).isZero();
        }
    }

    @Test
    void tellsWhichDisksThereAre() throws Exception {
        replica.seal();
        replica.mark("first");
        try (MachineView view = open()) {
            assertThatThrownBy(() -> view.disk("sda"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("sda", "vda, vdb", "web-1");
        }
    }

    @Test
    void refusesChangesAndWrongRanges() throws Exception {
        replica.write(1, 0, Bytes.noise(1, 100)).seal();
        try (MachineView view = open()) {
            BlockDevice disk = view.disk("vdb");
            assertThat(disk.isReadOnly()).isTrue();
            assertThatThrownBy(() -> disk.write(0, ByteBuffer.allocate(1))).isInstanceOf(ReadOnlyDeviceException.class);
            assertThatThrownBy(() -> disk.zero(0, 1)).isInstanceOf(ReadOnlyDeviceException.class);
            assertThatThrownBy(() -> disk.trim(0, 1)).isInstanceOf(ReadOnlyDeviceException.class);
            assertThatThrownBy(() -> disk.read(4000, ByteBuffer.allocate(97)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void readsAfterClosingFail() throws Exception {
        replica.write(1, 0, Bytes.noise(1, 100)).seal();
        MachineView view = open();
        view.close();
        assertThatThrownBy(() -> Bytes.read(view.disk("vdb"), 0, 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aFailedReadIsTriedAgainByTheNextReader() throws Exception {
        replica.write(1, 0, Bytes.noise(1, 100)).seal();
        try (MachineView view = open()) {
            store.beforeRange(() -> {
                throw new UnavailableException("gone for a while");
            });
            assertThatThrownBy(() -> Bytes.read(view.disk("vdb"), 0, 10)).isInstanceOf(UnavailableException.class);
            store.beforeRange(() -> {});
            assertThat(Bytes.read(view.disk("vdb"), 0, 100)).isEqualTo(Bytes.noise(1, 100));
        }
    }

    @Test
    void anObjectThatGoesAwayWhileTheViewIsOpenIsNamed() throws Exception {
        replica.write(1, 0, Bytes.noise(1, 100)).seal();
        try (MachineView view = open()) {
            String key = memory.list("machines/web-1/log/", "", 1).getFirst().key();
            memory.delete(List.of(key));
            assertThatThrownBy(() -> Bytes.read(view.disk("vdb"), 0, 10))
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageContaining(key);
        }
    }

    private MachineView open() throws IOException {
        var catalog = replica.catalog();
        store.wholes.set(0);
        return MachineView.open(store, catalog, catalog.points().getLast());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
