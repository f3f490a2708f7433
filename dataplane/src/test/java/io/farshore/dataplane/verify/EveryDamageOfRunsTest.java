package io.farshore.dataplane.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.Position;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import io.farshore.dataplane.inspect.ObjectInspector;
import io.farshore.dataplane.replica.Bytes;
import io.farshore.dataplane.replica.ModelMachine;
import io.farshore.dataplane.replica.ReplicaBuilder;
import io.farshore.dataplane.verify.Damage.DiskRange;
import io.farshore.dataplane.verify.Damage.SpoiledPart;
import io.farshore.dataplane.view.MachineView;
import io.farshore.dataplane.view.ViewSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Damages each run, data object and segment of a small compacted replica in turn, and compares what verification says is spoiled with what
 * reading every block of every point comes to.
 */
class EveryDamageOfRunsTest {
    private static final int SIZE = 90_000;
    private static final int BLOCK = 4096;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final SplittableRandom random = new SplittableRandom(Long.getLong("farshore.seed", 47));
    private final Map<String, byte[]> sound = new HashMap<>();
    private List<String> keys = List.of();
    private Map<Position, Map<String, byte[]>> history = Map.of();

    @BeforeEach
    void makeReplica() throws IOException {
        ReplicaBuilder replica = new ReplicaBuilder(store, "web-1");
        ModelMachine machine = new ModelMachine(replica, random);
        CompactedReplica compacted = new CompactedReplica(store, replica, 4);
        machine.generation(Base.EMPTY, new DiskSpec("vda", SIZE), new DiskSpec("vdb", SIZE));
        grow(machine, compacted, 3);
        compacted.nextEpoch();
        machine.generation(Base.PREVIOUS, new DiskSpec("vdc", SIZE), new DiskSpec("vda", SIZE * 2 / 3));
        grow(machine, compacted, 2);
        machine.generation(Base.PREVIOUS, new DiskSpec("vda", SIZE), new DiskSpec("vdb", SIZE));
        grow(machine, compacted, 2);
        machine.generation(Base.EMPTY, new DiskSpec("vda", SIZE));
        grow(machine, compacted, 2);
        machine.run(3, 3);
        history = machine.history();
        keys = store.list("", "", 1000).stream().map(StoredObject::key).toList();
        for (String key : keys) {
            sound.put(key, Objects.requireNonNull(store.get(key)));
        }
        assertThat(keys.stream().filter(key -> key.endsWith(".run")).count()).isGreaterThan(3);
        assertThat(keys.stream().filter(key -> key.endsWith(".dat")).count()).isGreaterThan(3);
    }

    private void grow(ModelMachine machine, CompactedReplica compacted, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            machine.run(5, 4);
            compacted.compact();
            compacted.drop(random, 0.3);
            compacted.compact();
        }
    }

    @Test
    void aSoundCompactedReplicaIsSoundAndHasNoStrays() throws IOException {
        MachineReport report = verify();
        assertThat(report.damage()).isEmpty();
        assertThat(report.notes()).isEmpty();
        assertThat(report.pointsThatHold()).isEqualTo(report.points()).isGreaterThan(10);
        assertThat(unreadable()).isEmpty();
        assertThat(report.objects()).isEqualTo(keys.size() - garbage().size());
        for (String key : keys) {
            String kind = new ObjectInspector(3).object(store, key).kind();
            assertThat(kind.equals("data")).isEqualTo(key.endsWith(".dat"));
            assertThat(kind.equals("run")).isEqualTo(key.endsWith(".run"));
        }
    }

    @Test
    void aFlippedBitIsFoundWithExactlyWhatItSpoils() throws IOException {
        for (String key : targets()) {
            for (int place : places(original(key).length)) {
                byte[] damaged = original(key).clone();
                damaged[place] ^= (byte) (1 << random.nextInt(8));
                store.put(key, damaged);
                isExact("a bit of byte %d of %s".formatted(place, key), key);
            }
            heal(key);
        }
    }

    @Test
    void aTruncatedObjectIsFoundWithExactlyWhatItSpoils() throws IOException {
        for (String key : targets()) {
            byte[] original = original(key);
            for (int length :
                    new int[] {0, random.nextInt(original.length), original.length - 1, original.length + 1}) {
                store.put(key, Arrays.copyOf(original, length));
                isExact("%s cut to %d".formatted(key, length), key);
            }
            heal(key);
        }
    }

    @Test
    void aMissingObjectIsFoundWithExactlyWhatItSpoils() throws IOException {
        for (String key : targets()) {
            store.delete(List.of(key));
            isExact(key + " is missing", key);
            heal(key);
        }
    }

    @Test
    void swappedObjectsAreFoundWithExactlyWhatTheySpoil() throws IOException {
        List<String> targets = targets();
        for (int i = 1; i < targets.size(); i++) {
            String one = targets.get(i - 1);
            String other = targets.get(i);
            if (one.substring(one.length() - 3).equals(other.substring(other.length() - 3))) {
                store.put(one, original(other));
                store.put(other, original(one));
                isExact("%s swapped with %s".formatted(one, other), one, other);
                store.put(other, Arrays.copyOf(original(one), original(other).length));
                heal(one);
                isExact("%s in place of %s, and of its size".formatted(one, other), other);
                heal(other);
            }
        }
    }

    @Test
    void damageOfSeveralObjectsIsToldApart() throws IOException {
        List<String> targets = targets();
        for (int round = 0; round < 30; round++) {
            Set<String> damaged = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                String key = targets.get(random.nextInt(targets.size()));
                byte[] bytes = original(key).clone();
                bytes[random.nextInt(bytes.length)] ^= 1;
                store.put(key, bytes);
                damaged.add(key);
            }
            isExact("round " + round, damaged.toArray(String[]::new));
            damaged.forEach(this::heal);
        }
    }

    @Test
    void garbageMayBeThereOrNot() throws IOException {
        Set<String> garbage = garbage();
        assertThat(garbage).isNotEmpty();
        store.delete(garbage);
        MachineReport report = verify();
        assertThat(report.damage()).isEmpty();
        assertThat(report.notes()).isEmpty();
    }

    @Test
    void whatNothingNamesIsNotedAndNoDamage() throws IOException {
        String run = targets().stream()
                .filter(key -> key.endsWith(".run"))
                .findFirst()
                .orElseThrow();
        String swept = "machines/web-1/log/00000001/0000000000000001.seg";
        List<String> strays = new ArrayList<>();
        for (String key : List.of(
                "machines/web-1/data/00000001/00000000000000ff.dat",
                "machines/web-1/run/00000002/00000000000000ff.run",
                swept)) {
            if (store.get(key) == null) {
                store.put(key, original(run));
                strays.add(key);
            }
        }
        store.put("machines/web-1/pin/nonsense", new byte[9]);
        MachineReport report = verify();
        assertThat(report.notes()).extracting(MachineReport.Note::object).containsExactlyElementsOf(strays);
        assertThat(report.damage()).extracting(Damage::object).containsExactly("machines/web-1/pin/nonsense");
        assertThat(report.damage().getFirst().spoiled()).isEqualTo(Spoiled.NONE);
    }

    /** The objects are named, and what is said to be spoiled is what cannot be read. */
    private void isExact(String what, String... damaged) throws IOException {
        MachineReport report = verify();
        assertThat(report.damage()).as(what).extracting(Damage::object).containsExactlyInAnyOrder(damaged);
        Map<Position, Set<String>> expected = unreadable();
        Map<Position, Set<String>> said = said(report.damage());
        assertThat(said.keySet()).as("points spoiled by " + what).isEqualTo(expected.keySet());
        expected.forEach((point, blocks) -> {
            if (!blocks.isEmpty()) {
                assertThat(said.get(point)).as("%s, spoiled by %s", point, what).isEqualTo(blocks);
            }
        });
        int spoiled = report.points() - report.pointsThatHold();
        assertThat(spoiled).as(what).isEqualTo(expected.size());
    }

    /** What is said to be spoiled: at each point the blocks, or none when it cannot be opened. */
    private Map<Position, Set<String>> said(List<Damage> damage) throws IOException {
        List<RecoveryPoint> points = catalog().points();
        Map<Position, Set<String>> said = new TreeMap<>();
        for (Damage each : damage) {
            for (Spoiled.Stretch stretch : each.spoiled().stretches()) {
                between(points, stretch.first(), stretch.last())
                        .forEach(point -> said.computeIfAbsent(point.position(), at -> new HashSet<>()));
            }
            for (SpoiledPart part : each.parts()) {
                for (RecoveryPoint point : between(points, part.first(), part.last())) {
                    said.computeIfAbsent(point.position(), at -> new HashSet<>())
                            .addAll(blocks(part.range()));
                }
            }
            if (each.rangesKnown() && each.spoiled().last() != null) {
                Set<String> newest = new HashSet<>();
                each.ranges().forEach(range -> newest.addAll(blocks(range)));
                assertThat(said.get(
                                Objects.requireNonNull(each.spoiled().last()).position()))
                        .containsAll(newest);
                assertThat(newest).isNotEmpty();
            }
        }
        return said;
    }

    private static List<RecoveryPoint> between(List<RecoveryPoint> points, RecoveryPoint first, RecoveryPoint last) {
        return points.subList(points.indexOf(first), points.indexOf(last) + 1);
    }

    private static Set<String> blocks(DiskRange range) {
        Set<String> blocks = new HashSet<>();
        for (long at = range.offset() / BLOCK; at * BLOCK < range.offset() + range.length(); at++) {
            blocks.add(range.disk() + " block " + at);
        }
        return blocks;
    }

    /** What cannot be read: at each spoiled point the blocks, or none when it cannot be opened. Fails when something is read wrongly. */
    private Map<Position, Set<String>> unreadable() throws IOException {
        Map<Position, Set<String>> unreadable = new TreeMap<>();
        Catalog catalog = catalog();
        for (RecoveryPoint point : catalog.points()) {
            try (MachineView view = MachineView.open(
                    store, catalog, point, ViewSettings.defaults().withoutReadAhead())) {
                Set<String> blocks = unreadable(view, point);
                if (!blocks.isEmpty()) {
                    unreadable.put(point.position(), blocks);
                }
            } catch (CorruptDataException e) {
                unreadable.put(point.position(), Set.of());
            }
        }
        return unreadable;
    }

    private Set<String> unreadable(MachineView view, RecoveryPoint point) throws IOException {
        Map<String, byte[]> held = Objects.requireNonNull(history.get(point.position()));
        assertThat(view.disks().keySet()).isEqualTo(held.keySet());
        Set<String> blocks = new HashSet<>();
        for (Map.Entry<String, byte[]> disk : held.entrySet()) {
            for (int at = 0; at < disk.getValue().length; at += BLOCK) {
                int length = Math.min(BLOCK, disk.getValue().length - at);
                try {
                    byte[] found = Bytes.read(view.disk(disk.getKey()), at, length);
                    if (!Arrays.equals(found, 0, length, disk.getValue(), at, at + length)) {
                        throw new AssertionError("%s of %s at %d is wrong".formatted(disk.getKey(), point, at));
                    }
                } catch (CorruptDataException e) {
                    blocks.add(disk.getKey() + " block " + at / BLOCK);
                }
            }
        }
        return blocks;
    }

    private int[] places(int length) {
        return new int[] {
            random.nextInt(64), random.nextInt(length), random.nextInt(length), length - 1 - random.nextInt(150)
        };
    }

    /** All runs, data objects and segments that are needed. */
    private List<String> targets() throws IOException {
        Set<String> garbage = garbage();
        return keys.stream()
                .filter(key -> key.endsWith(".run") || key.endsWith(".dat") || key.endsWith(".seg"))
                .filter(key -> !garbage.contains(key))
                .toList();
    }

    private Set<String> garbage() throws IOException {
        Set<String> garbage = new HashSet<>();
        catalog()
                .garbage()
                .forEach(each -> each.objects().forEach(name -> garbage.add("machines/web-1/" + name.key())));
        return garbage;
    }

    private Catalog catalog() throws IOException {
        return CatalogReader.open(store, "web-1").read();
    }

    private MachineReport verify() throws IOException {
        return new ReplicaVerifier(store, (machine, objects, total, bytes) -> {})
                .verify("web-1")
                .machines()
                .getFirst();
    }

    private byte[] original(String key) {
        return Objects.requireNonNull(sound.get(key));
    }

    private void heal(String key) {
        store.put(key, original(key));
    }
}
