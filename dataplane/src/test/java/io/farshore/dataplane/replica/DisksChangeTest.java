package io.farshore.dataplane.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.crypto.Encryption;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.dataplane.compact.CompactListener;
import io.farshore.dataplane.compact.CompactionSettings;
import io.farshore.dataplane.compact.WholeCompaction;
import io.farshore.dataplane.restore.ImageFormat;
import io.farshore.dataplane.restore.Restore;
import io.farshore.dataplane.restore.RestoreOrigin;
import io.farshore.dataplane.restore.RestoreSettings;
import io.farshore.dataplane.restore.RestoreTargets;
import io.farshore.dataplane.restore.Restored;
import io.farshore.dataplane.verify.ReplicaVerifier;
import io.farshore.dataplane.verify.VerifyReport;
import io.farshore.dataplane.view.MachineView;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that come, grow, go and come back between generations that build on each other: every point stays what it was. */
class DisksChangeTest {
    private static final List<String> NAMES = List.of("vda", "vdb", "vdc", "vdd");

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @TempDir
    private Path folder;

    @Seeded(count = 15)
    void everyPointListsItsDisksIsSoundAndIsRestored(RandomGenerator random) throws IOException {
        ReplicaBuilder replica = new ReplicaBuilder(store, "web-1");
        ModelMachine machine = new ModelMachine(replica, random);
        Map<String, Long> disks = new LinkedHashMap<>(Map.of("vda", size(random)));
        machine.generation(Base.EMPTY, specs(disks));
        machine.run(1 + random.nextInt(2), 8);
        for (int generations = 2 + random.nextInt(5); generations > 0; generations--) {
            change(disks, random);
            machine.generation(random.nextInt(8) == 0 ? Base.EMPTY : Base.PREVIOUS, specs(disks));
            machine.run(1 + random.nextInt(2), 8);
        }
        check(replica.catalog(), machine);
    }

    @Test
    void aDiskThatComesBackWithAnotherSizeHoldsNothingOfItsNamesake() throws IOException {
        ReplicaBuilder replica = new ReplicaBuilder(store, "web-1");
        replica.generation(Base.EMPTY, new DiskSpec("vda", 8192), new DiskSpec("vdb", 8192));
        replica.write(1, 0, Bytes.noise(1, 8192)).seal();
        replica.generation(Base.PREVIOUS, new DiskSpec("vda", 8192)).write(0, 0, Bytes.noise(2, 4096));
        replica.seal();
        replica.generation(Base.PREVIOUS, new DiskSpec("vda", 8192), new DiskSpec("vdb", 20_000));
        replica.write(1, 12_000, Bytes.noise(3, 100)).seal();
        List<RecoveryPoint> points = replica.catalog().points();
        assertThat(points)
                .extracting(RecoveryPoint::disks)
                .containsExactly(List.of("vda", "vdb"), List.of("vda"), List.of("vda", "vdb"));
        try (MachineView view = MachineView.open(store, replica.catalog(), points.getLast())) {
            assertThat(Bytes.read(view.disk("vdb"), 0, 12_000)).isEqualTo(new byte[12_000]);
            assertThat(Bytes.read(view.disk("vda"), 0, 4096)).isEqualTo(Bytes.noise(2, 4096));
        }
        try (MachineView view = MachineView.open(store, replica.catalog(), points.getFirst())) {
            assertThat(Bytes.read(view.disk("vdb"), 0, 8192)).isEqualTo(Bytes.noise(1, 8192));
        }
    }

    /** What was cut off is gone, also when only an index run of the time before knows of it. */
    @Test
    void aDiskThatShrankAndGrewAgainHoldsNothingOfWhatWasCutOff() throws IOException {
        ReplicaBuilder replica = new ReplicaBuilder(store, "web-1");
        replica.generation(Base.EMPTY, new DiskSpec("vda", 16_384));
        replica.write(0, 0, Bytes.noise(1, 16_384)).seal();
        replica.generation(Base.PREVIOUS, new DiskSpec("vda", 6000)).write(0, 0, Bytes.noise(2, 512));
        replica.seal();
        replica.generation(Base.PREVIOUS, new DiskSpec("vda", 16_384)).write(0, 12_288, Bytes.noise(3, 512));
        replica.seal();
        checkShrunk(replica.catalog());
        CompactionSettings settings = new CompactionSettings(1, 2, 1 << 20, 1, 4096, Duration.ofHours(1));
        new WholeCompaction(store, Encryption.NONE, settings, () -> ReplicaBuilder.START, new CompactListener() {})
                .run("web-1", new UUID(9, 9));
        assertThat(replica.catalog().runs()).hasSize(3);
        checkShrunk(replica.catalog());
    }

    private void checkShrunk(Catalog catalog) throws IOException {
        byte[] expected = new byte[16_384];
        System.arraycopy(Bytes.noise(1, 16_384), 0, expected, 0, 6000);
        System.arraycopy(Bytes.noise(2, 512), 0, expected, 0, 512);
        System.arraycopy(Bytes.noise(3, 512), 0, expected, 12_288, 512);
        try (MachineView view =
                MachineView.open(store, catalog, catalog.points().getLast())) {
            assertThat(Bytes.read(view.disk("vda"), 0, 16_384)).isEqualTo(expected);
        }
        try (MachineView view =
                MachineView.open(store, catalog, catalog.points().getFirst())) {
            assertThat(Bytes.read(view.disk("vda"), 0, 16_384)).isEqualTo(Bytes.noise(1, 16_384));
        }
    }

    private static void change(Map<String, Long> disks, RandomGenerator random) {
        for (String name : NAMES) {
            Long size = disks.get(name);
            if (size == null && random.nextInt(3) == 0) {
                disks.put(name, size(random));
            } else if (size != null && random.nextInt(3) == 0) {
                disks.put(name, size + random.nextInt(50_000));
            } else if (size != null && disks.size() > 1 && random.nextInt(3) == 0) {
                disks.remove(name);
            }
        }
    }

    private static long size(RandomGenerator random) {
        return random.nextLong(1, random.nextBoolean() ? 200_000 : 9000);
    }

    private static DiskSpec[] specs(Map<String, Long> disks) {
        List<DiskSpec> specs = new ArrayList<>();
        disks.forEach((name, size) -> specs.add(new DiskSpec(name, size)));
        return specs.toArray(DiskSpec[]::new);
    }

    private void check(Catalog catalog, ModelMachine machine) throws IOException {
        assertThat(catalog.points())
                .extracting(RecoveryPoint::position)
                .containsExactlyElementsOf(machine.history().keySet());
        VerifyReport report = new ReplicaVerifier(store, (name, objects, total, bytes) -> {}).verify("web-1");
        assertThat(report.damage()).isEmpty();
        assertThat(report.isSound()).isTrue();
        assertThat(report.machines().getFirst().pointsThatHold())
                .isEqualTo(catalog.points().size());
        for (RecoveryPoint point : catalog.points()) {
            Map<String, byte[]> held = Objects.requireNonNull(machine.history().get(point.position()));
            assertThat(point.disks()).containsExactlyElementsOf(held.keySet());
            restore(catalog, point, held);
        }
    }

    private void restore(Catalog catalog, RecoveryPoint point, Map<String, byte[]> held) throws IOException {
        Path out = folder.resolve(point.id());
        try (MachineView view = MachineView.open(store, catalog, point)) {
            RestoreOrigin origin =
                    new RestoreOrigin("memory", "web-1", catalog.descriptor().machineId(), point.position());
            RestoreSettings settings = RestoreSettings.of(ImageFormat.RAW, false, false);
            assertThat(new Restore(origin, settings, advance -> {})
                            .run(RestoreTargets.folder(view.disks(), out, ImageFormat.RAW)))
                    .extracting(Restored::disk)
                    .containsExactlyElementsOf(held.keySet());
        }
        for (Map.Entry<String, byte[]> disk : held.entrySet()) {
            Path file = out.resolve(disk.getKey() + ".raw");
            assertThat(Files.readAllBytes(file))
                    .as("%s at %s", disk.getKey(), point.id())
                    .isEqualTo(disk.getValue());
        }
    }
}
