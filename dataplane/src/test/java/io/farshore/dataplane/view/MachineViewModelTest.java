package io.farshore.dataplane.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.block.BlockDevice;
import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.Position;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.dataplane.replica.ModelMachine;
import io.farshore.dataplane.replica.ReplicaBuilder;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

class MachineViewModelTest {
    private static final int SIZE = 700_000;

    @Seeded(count = 12)
    void everyByteOfEveryDiskAtEveryPointIsWhatTheMachineHeld(RandomGenerator random) throws Exception {
        InMemoryObjectStore store = new InMemoryObjectStore();
        ReplicaBuilder replica = new ReplicaBuilder(store, "web-1");
        ModelMachine machine = new ModelMachine(replica, random);
        machine.generation(Base.EMPTY, new DiskSpec("vda", SIZE), new DiskSpec("vdb", SIZE / 2));
        machine.run(3 + random.nextInt(4), 12);
        replica.nextEpoch();
        machine.generation(Base.PREVIOUS, new DiskSpec("vdb", SIZE), new DiskSpec("vda", SIZE / 3));
        machine.run(1 + random.nextInt(4), 12);
        machine.generation(Base.PREVIOUS, new DiskSpec("vda", SIZE), new DiskSpec("vdc", SIZE));
        machine.run(1 + random.nextInt(4), 12);
        machine.generation(Base.PREVIOUS, new DiskSpec("vdb", SIZE), new DiskSpec("vda", SIZE));
        machine.run(1 + random.nextInt(3), 12);
        machine.generation(Base.EMPTY, new DiskSpec("vda", SIZE));
        machine.run(1 + random.nextInt(3), 12);
        Catalog catalog = replica.catalog();
        assertThat(catalog.points().stream().map(RecoveryPoint::position))
                .containsExactlyElementsOf(machine.history().keySet());
        for (RecoveryPoint point : catalog.points()) {
            ViewSettings settings = ViewSettings.defaults().withCacheBytes((1 << 20) + random.nextInt(1 << 20));
            try (MachineView view = MachineView.open(store, catalog, point, settings)) {
                compare(view, held(machine, point.position()));
            }
        }
    }

    @Seeded(count = 6)
    void manyThreadsReadAtRandomWhatTheMachineHeld(RandomGenerator random) throws Exception {
        InMemoryObjectStore store = new InMemoryObjectStore();
        ReplicaBuilder replica = new ReplicaBuilder(store, "web-1");
        ModelMachine machine = new ModelMachine(replica, random);
        machine.generation(Base.EMPTY, new DiskSpec("vda", 4_000_001), new DiskSpec("vdb", SIZE));
        machine.run(8, 40);
        RecoveryPoint point = replica.catalog().points().getLast();
        Map<String, byte[]> expected = held(machine, point.position());
        ViewSettings settings = ViewSettings.defaults().withCacheBytes(1 << 20);
        try (MachineView view = MachineView.open(store, replica.catalog(), point, settings);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> readers = new ArrayList<>();
            for (int reader = 0; reader < 4; reader++) {
                RandomGenerator own = new SplittableRandom(random.nextLong());
                readers.add(threads.submit(() -> {
                    readAtRandom(view, expected, own);
                    return true;
                }));
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
    }

    private static void readAtRandom(MachineView view, Map<String, byte[]> expected, RandomGenerator random)
            throws IOException {
        List<String> names = List.copyOf(expected.keySet());
        int next = 0;
        for (int i = 0; i < 300; i++) {
            String name = names.get(random.nextInt(names.size()));
            byte[] disk = expected.getOrDefault(name, new byte[0]);
            int offset = random.nextBoolean() && next < disk.length ? next : random.nextInt(disk.length);
            int length = random.nextInt(Math.min(disk.length - offset, random.nextInt(8) == 0 ? 2_000_000 : 9000) + 1);
            assertThat(read(view.disk(name), offset, length))
                    .as("%s: %d bytes at %d", name, length, offset)
                    .isEqualTo(Arrays.copyOfRange(disk, offset, offset + length));
            next = offset + length;
        }
    }

    private static Map<String, byte[]> held(ModelMachine machine, Position position) {
        Map<String, byte[]> held = machine.history().get(position);
        if (held == null) {
            throw new AssertionError("the machine was never at " + position);
        }
        return held;
    }

    private static void compare(MachineView view, Map<String, byte[]> expected) throws IOException {
        assertThat(view.disks().keySet()).containsExactlyElementsOf(expected.keySet());
        for (Map.Entry<String, byte[]> disk : expected.entrySet()) {
            BlockDevice device = view.disk(disk.getKey());
            byte[] bytes = disk.getValue();
            assertThat(device.size()).isEqualTo(bytes.length);
            assertThat(read(device, 0, bytes.length))
                    .as("%s at %s", disk.getKey(), view.point().id())
                    .isEqualTo(bytes);
            long[] end = {0};
            device.extents(0, bytes.length, (offset, length, zero) -> {
                assertThat(offset).isEqualTo(end[0]);
                end[0] = offset + length;
                if (zero) {
                    assertThat(Arrays.copyOfRange(bytes, (int) offset, (int) end[0]))
                            .isEqualTo(new byte[(int) length]);
                }
            });
            assertThat(end[0]).isEqualTo(bytes.length);
        }
    }

    private static byte[] read(BlockDevice device, long offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length + 7).position(3).limit(length + 3);
        device.read(offset, target);
        assertThat(target.hasRemaining()).isFalse();
        return Arrays.copyOfRange(target.array(), 3, length + 3);
    }
}
