package io.farshore.dataplane.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.block.BlockDevice;
import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogPointer;
import io.farshore.core.catalog.LastSegment;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.catalog.ShortSpans;
import io.farshore.core.log.Position;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import io.farshore.dataplane.replica.Bytes;
import io.farshore.dataplane.view.MachineView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Knows what the replica must hold: looks at every version as soon as it is there, and at every deletion before it happens. Reads the objects as
 * they are, without faults and between the turns of all others.
 */
final class Oracle implements WatchedObjectStore.Watcher {
    private static final ReplicaKeys KEYS = new ReplicaKeys(SimulatedMachine.NAME);

    private final ObjectStore store;
    private final SimulatedMachine machine;
    private final SimulatedClock clock;
    private final ShortSpans spans;
    private final RandomGenerator random;
    private final Needs needs;
    private final Map<UUID, Set<String>> pinned = new HashMap<>();
    private final Map<Long, CatalogPointer> seen = new HashMap<>();
    private TreeMap<Position, RecoveryPoint> points = new TreeMap<>();
    private Position end = new Position(0, 0);
    private @Nullable Catalog newest;
    private Set<String> needed = Set.of();
    private int newestClaim;
    private long acknowledged;

    Oracle(
            ObjectStore store,
            SimulatedMachine machine,
            SimulatedClock clock,
            ShortSpans spans,
            RandomGenerator random) {
        this.store = store;
        this.machine = machine;
        this.clock = clock;
        this.spans = spans;
        this.random = random;
        this.needs = new Needs(store, KEYS);
    }

    /** A claim has returned. */
    void claimed(int epoch) {
        newestClaim = Math.max(newestClaim, epoch);
    }

    int newestClaim() {
        return newestClaim;
    }

    /** A commit has returned. */
    void acknowledged(CatalogPointer version, boolean wasOvertaken) {
        assertThat(wasOvertaken)
                .as("%s acknowledged after a successor's claim", version)
                .isFalse();
        assertThat(version).as("acknowledged").isEqualTo(seen.get(version.version()));
        acknowledged = Math.max(acknowledged, version.version());
    }

    void pinned(UUID reader, Catalog catalog) throws IOException {
        pinned.put(reader, needs.of(catalog));
    }

    void released(UUID reader) {
        pinned.remove(reader);
    }

    @Override
    public void created(String key) throws IOException {
        if (key.startsWith(KEYS.catalogs()) || key.startsWith(KEYS.epochs())) {
            observe();
        }
    }

    @Override
    public void deleting(Collection<String> keys) throws IOException {
        for (String key : keys) {
            assertThat(needed.contains(key)).as("%s is deleted and needed", key).isFalse();
            pinned.forEach((reader, held) -> assertThat(held.contains(key))
                    .as("%s is deleted and needed by reader %s", key, reader)
                    .isFalse());
        }
    }

    /** Looks at the newest version, unless it is not known yet which one that is. */
    void observe() throws IOException {
        if (!isStartKnown()) {
            return;
        }
        Catalog now = spans.open(store, SimulatedMachine.NAME).read();
        CatalogPointer version = now.version();
        if (newest != null && newest.version().equals(version)) {
            return;
        }
        assertThat(version.version()).as("versions never fall").isGreaterThanOrEqualTo(acknowledged);
        if (newest != null) {
            assertThat(version.version()).isGreaterThan(newest.version().version());
        }
        check(now);
        seen.put(version.version(), version);
        newest = now;
    }

    /** Whether the newest epoch has its fork. */
    private boolean isStartKnown() throws IOException {
        List<StoredObject> epochs = store.list(KEYS.epochs(), "", 10_000);
        return !epochs.isEmpty() && epochs.getLast().key().endsWith(".fork");
    }

    private void check(Catalog now) throws IOException {
        Position before = end;
        LastSegment last = now.newest();
        int generation =
                now.newestGeneration() == null ? 0 : now.newestGeneration().generation();
        end = last == null ? new Position(generation, 0) : last.end();
        assertThat(end).as("the end of the log").isGreaterThanOrEqualTo(before);
        machine.between(before, end).stream()
                .filter(SimulatedMachine.Moment::consistent)
                .forEach(moment -> points.put(moment.point().position(), moment.point()));
        checkPoints(now);
        needed = needs.of(now);
        now.garbage()
                .forEach(garbage -> garbage.objects()
                        .forEach(name -> assertThat(needed)
                                .as("needed and garbage of version %d", garbage.version())
                                .doesNotContain(KEYS.object(name))));
        for (String key : needed) {
            assertThat(store.size(key)).as("%s is needed", key).isPositive();
        }
        if (!points.isEmpty() && random.nextInt(4) == 0) {
            List<RecoveryPoint> all = new ArrayList<>(points.values());
            compareSome(now, all.get(random.nextInt(all.size())));
        }
    }

    /** What is listed was there and was not dropped before; what is dropped may be. */
    private void checkPoints(Catalog now) {
        TreeMap<Position, RecoveryPoint> listed = new TreeMap<>();
        now.points().forEach(point -> listed.put(point.position(), point));
        listed.forEach((position, point) -> assertThat(point).as("listed").isEqualTo(points.get(position)));
        Set<Position> kept = new TreeSet<>(keptBy(now));
        Catalog before = newest;
        if (before != null && before.version().version() + 1 < now.version().version()) {
            // A version that was not looked at may have dropped points before another one changed the policy.
            kept.retainAll(keptBy(before));
        }
        assertThat(listed.keySet()).as("kept").containsAll(kept);
        points = listed;
    }

    /** Which of the points known so far the policy and the holds of this version keep. */
    private Set<Position> keptBy(Catalog version) {
        return version.retention().kept(List.copyOf(points.values()), version.holds(), clock.instant());
    }

    private void compareSome(Catalog catalog, RecoveryPoint point) throws IOException {
        try (MachineView view = MachineView.open(store, catalog, point)) {
            compareSome(view, random);
        }
    }

    /** Some ranges of the view are what the machine held. */
    void compareSome(MachineView view, RandomGenerator chance) throws IOException {
        Map<String, byte[]> held = held(view.point());
        for (int i = 0; i < 3; i++) {
            String name = List.copyOf(held.keySet()).get(chance.nextInt(held.size()));
            byte[] disk = held.getOrDefault(name, new byte[0]);
            int offset = chance.nextInt(disk.length);
            int length = chance.nextInt(disk.length - offset) + 1;
            assertThat(Arrays.equals(
                            Bytes.read(view.disk(name), offset, length),
                            Arrays.copyOfRange(disk, offset, offset + length)))
                    .as("%s at %s, %d bytes at %d", name, view.point().id(), length, offset)
                    .isTrue();
        }
    }

    /** Every byte of every point is what the machine held. */
    void compareAll() throws IOException {
        Catalog catalog = spans.open(store, SimulatedMachine.NAME).read();
        for (RecoveryPoint point : catalog.points()) {
            try (MachineView view = MachineView.open(store, catalog, point)) {
                Map<String, byte[]> held = held(point);
                assertThat(view.disks().keySet()).containsExactlyElementsOf(held.keySet());
                for (Map.Entry<String, byte[]> disk : held.entrySet()) {
                    BlockDevice device = view.disk(disk.getKey());
                    assertThat(device.size()).isEqualTo(disk.getValue().length);
                    assertThat(Arrays.mismatch(Bytes.read(device, 0, disk.getValue().length), disk.getValue()))
                            .as("first wrong byte of %s at %s", disk.getKey(), point.id())
                            .isEqualTo(-1);
                }
            }
        }
    }

    private Map<String, byte[]> held(RecoveryPoint point) {
        SimulatedMachine.Moment moment = machine.at(point.position());
        if (moment == null) {
            throw new AssertionError("the machine was never at " + point);
        }
        return moment.disks();
    }
}
