package io.farshore.dataplane.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.format.Checksums;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.Position;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.dataplane.replica.Bytes;
import io.farshore.dataplane.replica.ReplicaBuilder;
import io.farshore.dataplane.verify.Damage.DiskRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplicaVerifierTest {
    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final List<Long> progress = new ArrayList<>();

    @Test
    void saysWhichPointsADamagedSegmentSpoils() throws IOException {
        ReplicaBuilder replica = replica();
        List<Position> ends = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            replica.write(0, i * 4096L, Bytes.noise(i, 4096));
            ends.add(replica.seal());
        }
        replica.generation(Base.EMPTY, new DiskSpec("vda", 1 << 20)).write(0, 0, Bytes.noise(9, 10));
        replica.seal();
        flip("machines/web-1/log/00000001/0000000000000003.seg", 200);
        MachineReport report = verify().machines().getFirst();
        assertThat(report.points()).isEqualTo(7);
        assertThat(report.pointsThatHold()).isEqualTo(3);
        Damage damage = report.damage().getFirst();
        assertThat(damage.spoiled().count()).isEqualTo(4);
        assertThat(point(damage.spoiled().first())).isEqualTo(ends.get(2));
        assertThat(point(damage.spoiled().last())).isEqualTo(ends.getLast());
        assertThat(damage.rangesKnown()).isTrue();
        assertThat(damage.ranges())
                .as("the newest spoiled point is not of the newest generation")
                .containsExactly(new DiskRange("vda", 2 * 4096, 4096));
    }

    @Test
    void saysWhichPartsOfTheDisksAreLost() throws IOException {
        ReplicaBuilder replica = replica();
        replica.write(0, 0, Bytes.noise(1, 4 << 16)).seal();
        replica.write(0, 70_000, Bytes.noise(2, 4096))
                .write(0, 500_000, Bytes.noise(3, 100))
                .seal();
        flip("machines/web-1/log/00000001/0000000000000001.seg", 128 + 65_536 + 5);
        flip("machines/web-1/log/00000001/0000000000000002.seg", 128 + 5);
        List<Damage> damage = verify().damage();
        assertThat(damage.getFirst().ranges())
                .containsExactly(
                        new DiskRange("vda", 65_536, 70_000 - 65_536), new DiskRange("vda", 74_096, 131_072 - 74_096));
        assertThat(damage.getFirst().offset()).isEqualTo(128 + 65_536);
        assertThat(damage.getLast().ranges())
                .containsExactly(new DiskRange("vda", 70_000, 4096), new DiskRange("vda", 500_000, 100));
    }

    @Test
    void saysWhenItCannotKnowWhichPartsAreLost() throws IOException {
        ReplicaBuilder replica = replica();
        replica.write(0, 0, Bytes.noise(1, 100)).seal();
        store.delete(List.of("machines/web-1/log/00000001/0000000000000001.seg"));
        Damage damage = verify().damage().getFirst();
        assertThat(damage.found()).isEqualTo("no such object");
        assertThat(damage.rangesKnown()).isFalse();
    }

    @Test
    void aVersionThatIsRepeatedByALaterOneSpoilsNothing() throws IOException {
        ReplicaBuilder replica = replica();
        for (int i = 0; i < 140; i++) {
            replica.write(0, i * 512L, Bytes.noise(i, 512)).seal();
            if (i == 30 || i == 100) {
                replica.nextEpoch();
            }
        }
        assertThat(verify().isSound()).isTrue();
        store.delete(List.of("machines/web-1/catalog/00000001/0000000000000007"));
        flip("machines/web-1/catalog/00000002/000000000000003f", 60);
        assertThat(verify().damage())
                .hasSize(2)
                .allSatisfy(damage -> assertThat(damage.spoiled()).isEqualTo(Spoiled.NONE));
        assertThat(verify().machines().getFirst().pointsThatHold()).isEqualTo(140);
    }

    @Test
    void aVersionThatWasReplacedByAnotherValidOneIsFound() throws IOException {
        ReplicaBuilder replica = replica();
        for (int i = 0; i < 70; i++) {
            replica.write(0, i * 512L, Bytes.noise(i, 512)).seal();
        }
        String hashed = "machines/web-1/catalog/00000001/0000000000000005";
        String repeated = "machines/web-1/catalog/00000001/000000000000003f";
        forge(hashed, 50);
        forge(repeated, Objects.requireNonNull(store.get(repeated)).length - 20);
        assertThat(verify().damage()).extracting(Damage::object).containsExactly(hashed, repeated);
    }

    /** Changes a byte and makes the object's own checksum fit. */
    private void forge(String key, int at) {
        byte[] bytes = Objects.requireNonNull(store.get(key));
        bytes[at] ^= 1;
        int checked = bytes.length - 4;
        ByteBuffer.wrap(bytes).putInt(checked, Checksums.crc32c(bytes, 0, checked));
        store.put(key, bytes);
    }

    @Test
    void withoutACatalogTheSegmentsAreStillLookedAt() throws IOException {
        ReplicaBuilder replica = replica();
        replica.write(0, 0, Bytes.noise(1, 100)).seal();
        flip("machines/web-1/catalog/00000001/0000000000000001", 40);
        flip("machines/web-1/log/00000001/0000000000000001.seg", 140);
        List<Damage> damage = verify().damage();
        assertThat(damage)
                .extracting(Damage::object)
                .containsExactly(
                        "machines/web-1/catalog/00000001/0000000000000001",
                        "machines/web-1/log/00000001/0000000000000001.seg");
        assertThat(damage).allSatisfy(each -> assertThat(each.spoiled().all()).isTrue());
    }

    @Test
    void aCommitInFlightIsNoDamage() throws IOException {
        ReplicaBuilder replica = replica();
        replica.write(0, 0, Bytes.noise(1, 100)).seal();
        String orphan = replica.write(0, 0, Bytes.noise(2, 100)).orphan();
        store.put("machines/web-1/else", new byte[3]);
        MachineReport report = verify().machines().getFirst();
        assertThat(report.damage()).isEmpty();
        assertThat(report.notes())
                .extracting(MachineReport.Note::object)
                .containsExactly("machines/web-1/else", orphan);
    }

    @Test
    void versionsOfAnOvertakenProcessorAreNoDamage() throws IOException {
        ReplicaBuilder replica = replica();
        replica.write(0, 0, Bytes.noise(1, 100)).seal();
        byte[] late = Objects.requireNonNull(store.get("machines/web-1/catalog/00000001/0000000000000002"));
        replica.nextEpoch().write(0, 0, Bytes.noise(2, 100)).seal();
        store.put("machines/web-1/catalog/00000001/0000000000000003", late);
        MachineReport report = verify().machines().getFirst();
        assertThat(report.damage()).isEmpty();
        assertThat(report.notes())
                .extracting(MachineReport.Note::object)
                .containsExactly("machines/web-1/catalog/00000001/0000000000000003");
    }

    @Test
    void verifiesAllMachinesAndTellsHowFarItIs() throws IOException {
        replica().write(0, 0, Bytes.noise(1, 100)).seal();
        new ReplicaBuilder(store, "db-1");
        VerifyReport report = new ReplicaVerifier(store, (machine, objects, total, bytes) -> {
                    assertThat(objects).isLessThanOrEqualTo(total);
                    progress.add(objects);
                })
                .verifyAll();
        assertThat(report.machines()).extracting(MachineReport::machine).containsExactly("db-1", "web-1");
        assertThat(report.isSound()).isTrue();
        assertThat(progress).hasSize((int) report.objects());
    }

    @Test
    void refusesAMachineThatIsNotThere() throws IOException {
        replica();
        ReplicaVerifier verifier = new ReplicaVerifier(store, (machine, objects, total, bytes) -> {});
        assertThatThrownBy(() -> verifier.verify("web-9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("web-1");
        assertThatThrownBy(() -> new ReplicaVerifier(new InMemoryObjectStore(), (machine, objects, total, bytes) -> {})
                        .verifyAll())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no replica");
    }

    private ReplicaBuilder replica() throws IOException {
        return new ReplicaBuilder(store, "web-1").generation(Base.EMPTY, new DiskSpec("vda", 1 << 20));
    }

    private static Position point(@Nullable RecoveryPoint point) {
        return Objects.requireNonNull(point).position();
    }

    private VerifyReport verify() throws IOException {
        return new ReplicaVerifier(store, (machine, objects, total, bytes) -> {}).verify("web-1");
    }

    private void flip(String key, int at) {
        byte[] bytes = Objects.requireNonNull(store.get(key));
        bytes[at] ^= 1;
        store.put(key, bytes);
    }
}
