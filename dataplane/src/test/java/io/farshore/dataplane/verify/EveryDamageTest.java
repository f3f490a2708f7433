package io.farshore.dataplane.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import io.farshore.dataplane.replica.Bytes;
import io.farshore.dataplane.replica.ModelMachine;
import io.farshore.dataplane.replica.ReplicaBuilder;
import io.farshore.dataplane.view.MachineView;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Damages each object of a small replica in turn. */
class EveryDamageTest {
    private static final int SIZE = 150_000;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final SplittableRandom random = new SplittableRandom(31);
    private final Map<String, byte[]> sound = new HashMap<>();
    private List<String> keys = List.of();
    private Map<String, byte[]> held = Map.of();
    private String tail = "";

    @BeforeEach
    void makeReplica() throws IOException {
        ReplicaBuilder replica = new ReplicaBuilder(store, "web-1");
        ModelMachine machine = new ModelMachine(replica, random);
        machine.generation(Base.EMPTY, new DiskSpec("vda", SIZE), new DiskSpec("vdb", SIZE));
        machine.run(9, 3);
        replica.nextEpoch();
        machine.run(4, 3);
        machine.generation(Base.PREVIOUS, new DiskSpec("vda", SIZE));
        machine.run(7, 3);
        Catalog catalog = replica.catalog();
        held = Objects.requireNonNull(
                machine.history().get(catalog.points().getLast().position()));
        keys = store.list("", "", 1000).stream().map(StoredObject::key).toList();
        for (String key : keys) {
            sound.put(key, Objects.requireNonNull(store.get(key)));
        }
        tail = keys.stream()
                .filter(key -> key.contains("/catalog/00000002/"))
                .toList()
                .getLast();
        assertThat(keys).contains("machines/web-1/catalog/hint", "machines/web-1/epoch/00000002.fork");
    }

    @Test
    void aSoundReplicaIsSound() throws IOException {
        VerifyReport report = verify();
        assertThat(report.isSound()).isTrue();
        assertThat(report.objects()).isEqualTo(keys.size());
        assertThat(report.bytes())
                .isEqualTo(
                        sound.values().stream().mapToLong(bytes -> bytes.length).sum());
        assertThat(report.machines().getFirst().notes()).isEmpty();
        assertThat(report.machines().getFirst().points()).isEqualTo(20);
        assertThat(report.machines().getFirst().pointsThatHold()).isEqualTo(20);
    }

    @Test
    void aFlippedBitIsFound() throws IOException {
        for (String key : keys) {
            for (int place : places(original(key).length)) {
                byte[] damaged = original(key).clone();
                damaged[place] ^= (byte) (1 << random.nextInt(8));
                store.put(key, damaged);
                isFound(key, "a bit of byte " + place);
            }
            heal(key);
        }
    }

    @Test
    void aTruncatedObjectIsFound() throws IOException {
        for (String key : keys) {
            byte[] original = original(key);
            for (int length : new int[] {0, original.length / 2, original.length - 1}) {
                store.put(key, Arrays.copyOf(original, length));
                isFound(key, "cut to " + length);
            }
            store.put(key, Arrays.copyOf(original, original.length + 1));
            isFound(key, "a byte too many");
            heal(key);
        }
    }

    @Test
    void aMissingObjectIsFound() throws IOException {
        for (String key : keys) {
            store.delete(List.of(key));
            if (key.equals(tail)) {
                assertThat(verify().machines().getFirst().notes())
                        .as("without the newest version, its segment is named by nothing")
                        .isNotEmpty();
            } else if (!key.endsWith("hint")) {
                isFound(key, "missing");
            }
            heal(key);
        }
    }

    @Test
    void swappedObjectsAreFound() throws IOException {
        for (int i = 1; i < keys.size(); i++) {
            String one = keys.get(i - 1);
            String other = keys.get(i);
            store.put(one, original(other));
            store.put(other, original(one));
            List<String> named = verify().damage().stream().map(Damage::object).toList();
            assertThat(named).as("%s swapped with %s", one, other).containsAnyOf(one, other);
            if (one.endsWith(".seg") && other.endsWith(".seg")) {
                assertThat(named).contains(one, other);
            }
            readsRightOrNotAtAll("%s swapped with %s".formatted(one, other));
            heal(one);
            heal(other);
        }
    }

    @Test
    void anotherMachinesObjectsAreFound() throws IOException {
        ReplicaBuilder other = new ReplicaBuilder(store, "web-2");
        other.generation(Base.EMPTY, new DiskSpec("vda", SIZE));
        other.write(0, 0, Bytes.noise(5, 4000)).seal();
        for (String key : keys) {
            byte[] theirs = store.get(key.replace("web-1", "web-2"));
            if (theirs != null && key.endsWith(".seg")) {
                store.put(key, theirs);
                isFound(key, "another machine's");
                heal(key);
            }
        }
    }

    private void isFound(String key, String how) throws IOException {
        VerifyReport report = verify();
        assertThat(report.damage())
                .as("%s: %s", key, how)
                .extracting(Damage::object)
                .contains(key);
        MachineReport machine = report.machines().getFirst();
        if (key.endsWith(".seg")) {
            Damage damage = report.damage().getFirst();
            assertThat(damage.spoiled().count()).isEqualTo(20 - machine.pointsThatHold());
        }
        readsRightOrNotAtAll(key + ": " + how);
    }

    /** A damaged replica may not be readable, but it never reads wrongly. */
    private void readsRightOrNotAtAll(String what) throws IOException {
        try {
            Catalog catalog = CatalogReader.open(store, "web-1").read();
            RecoveryPoint newest = catalog.points().getLast();
            try (MachineView view = MachineView.open(store, catalog, newest)) {
                if (held.keySet().equals(view.disks().keySet())
                        && catalog.points().size() == 20) {
                    for (Map.Entry<String, byte[]> disk : held.entrySet()) {
                        byte[] found = Bytes.read(view.disk(disk.getKey()), 0, SIZE);
                        assertThat(Arrays.equals(found, disk.getValue()))
                                .as(what)
                                .isTrue();
                    }
                }
            }
        } catch (CorruptDataException | IllegalArgumentException e) {
            assertThat(e).as(what).hasMessageContaining("machine");
        }
    }

    private static int[] places(int length) {
        return new int[] {0, length / 3, length / 2, length - 1};
    }

    private VerifyReport verify() throws IOException {
        return new ReplicaVerifier(store, (machine, objects, total, bytes) -> {}).verify("web-1");
    }

    private byte[] original(String key) {
        return Objects.requireNonNull(sound.get(key));
    }

    private void heal(String key) {
        store.put(key, original(key));
    }
}
