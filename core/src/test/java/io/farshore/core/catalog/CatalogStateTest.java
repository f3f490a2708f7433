package io.farshore.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.catalog.CatalogEntry.Garbage;
import io.farshore.core.catalog.CatalogEntry.GenerationAccepted;
import io.farshore.core.catalog.CatalogEntry.GenerationDropped;
import io.farshore.core.catalog.CatalogEntry.Hold;
import io.farshore.core.catalog.CatalogEntry.PointsDropped;
import io.farshore.core.catalog.CatalogEntry.RetentionChanged;
import io.farshore.core.catalog.CatalogEntry.RunAccepted;
import io.farshore.core.catalog.CatalogEntry.SegmentAccepted;
import io.farshore.core.catalog.CatalogEntry.SweepBegun;
import io.farshore.core.catalog.CatalogEntry.SweepDone;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.Position;
import io.farshore.core.retention.RetentionPolicy;
import io.farshore.core.run.Step;
import io.farshore.core.run.StoredName;
import io.farshore.core.store.FaultyObjectStore;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every kind of entry, against a model; what a commit refuses; and versions that are gone. */
class CatalogStateTest {
    private static final ReplicaKeys KEYS = new ReplicaKeys("web-1");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final FaultyObjectStore store = new FaultyObjectStore(objects, new SplittableRandom(1));
    private Spans spans = new Spans(2, 2);
    private long owner;

    private CatalogWriter claim() throws IOException {
        return CatalogWriter.claim(store, "web-1", Examples.MACHINE, new UUID(9, owner++), 0, Examples.TIME, spans);
    }

    private Catalog read() throws IOException {
        return CatalogReader.open(store, "web-1", spans).read();
    }

    @Seeded(count = 200)
    void whatWasCommittedIsReadBackWhateverItWas(RandomGenerator random) throws IOException {
        spans = new Spans(random.nextInt(2, 5), random.nextInt(1, 4));
        CatalogModel model = new CatalogModel();
        CatalogWriter writer = claim();
        for (int commits = random.nextInt(120); commits > 0; commits--) {
            List<CatalogEntry> entries = new ArrayList<>();
            for (int count = random.nextInt(1, 4); count > 0; count--) {
                CatalogEntry entry = entry(model, writer, random);
                if (entry != null) {
                    entries.add(entry);
                    model.apply(entry);
                }
            }
            writer.commit(entries);
            deleteBelow(model.floor, random);
            if (random.nextInt(10) == 0) {
                objects.delete(List.of(KEYS.hint()));
            }
            if (random.nextInt(10) == 0) {
                writer = claim();
            }
            model.check(writer.read());
            Catalog catalog = read();
            assertThat(catalog.version()).isEqualTo(writer.read().version());
            model.check(catalog);
        }
        assertThat(audited()).isEmpty();
    }

    private static @Nullable CatalogEntry entry(CatalogModel model, CatalogWriter writer, RandomGenerator random) {
        int newest =
                model.generations.isEmpty() ? 0 : model.generations.getLast().generation();
        if (newest == 0 || random.nextInt(25) == 0) {
            Base base = newest > 0 && random.nextBoolean() ? Base.PREVIOUS : Base.EMPTY;
            return new GenerationAccepted(Examples.generation(newest + 1, base));
        }
        List<Position> points = model.points();
        Position point = points.isEmpty() ? null : points.get(random.nextInt(points.size()));
        long version = writer.nextVersion();
        return switch (random.nextInt(12)) {
            case 0 ->
                run(
                        model,
                        model.generations
                                .get(random.nextInt(model.generations.size()))
                                .generation(),
                        version,
                        random);
            case 1 ->
                point == null || model.holds.contains(point)
                        ? null
                        : new PointsDropped(point.generation(), List.of(point.sequence()));
            case 2 -> new Garbage(version, Examples.TIME, List.of(new StoredName.OfData(1, version)));
            case 3 -> new SweepBegun(random.nextLong(model.boundary, version));
            case 4 ->
                new SweepDone(
                        random.nextLong(model.swept, model.boundary + 1),
                        Math.max(model.floor, spansFloor(writer, random)));
            case 5 -> dropped(model, random);
            case 6 ->
                new RetentionChanged(
                        random.nextBoolean()
                                ? RetentionPolicy.DEFAULT
                                : new RetentionPolicy(Duration.ofMinutes(random.nextInt(9)), Duration.ZERO));
            case 7 -> point == null ? null : new Hold(point, random.nextBoolean());
            default -> segment(model, newest, random);
        };
    }

    private static long spansFloor(CatalogWriter writer, RandomGenerator random) {
        return random.nextBoolean() ? writer.highestFloor() : 0;
    }

    private static CatalogEntry segment(CatalogModel model, int generation, RandomGenerator random) {
        List<Step> steps = model.steps(generation);
        long number = steps.isEmpty() ? 1 : steps.getLast().lastSegment() + 1;
        long sequence = (steps.isEmpty() ? 0 : steps.getLast().lastSequence()) + random.nextInt(1, 20);
        return new SegmentAccepted(Examples.segment(generation, number, sequence, random.nextInt(4) > 0));
    }

    /** A run over some of the runs and segments, with all steps that are points, and some others. */
    private static @Nullable CatalogEntry run(
            CatalogModel model, int generation, long version, RandomGenerator random) {
        List<Long> starts = new ArrayList<>(List.of(1L));
        List<Long> ends = new ArrayList<>();
        model.runs.stream().filter(run -> run.generation() == generation).forEach(run -> {
            starts.add(run.lastSegment() + 1);
            ends.add(run.lastSegment());
        });
        model.segments.stream()
                .filter(segment -> segment.id().generation() == generation)
                .forEach(segment -> ends.add(segment.id().number()));
        long first = starts.get(random.nextInt(starts.size()));
        ends.removeIf(end -> end < first);
        if (ends.isEmpty()) {
            return null;
        }
        long last = ends.get(random.nextInt(ends.size()));
        List<Position> points = model.points();
        List<Step> steps = model.steps(generation).stream()
                .filter(step -> step.lastSegment() >= first && step.lastSegment() <= last)
                .filter(step -> step.lastSegment() == last
                        || points.contains(new Position(generation, step.lastSequence()))
                        || random.nextInt(4) == 0)
                .toList();
        return new RunAccepted(
                Examples.run(new StoredName.OfRun(1, version * 100 + random.nextInt(100)), generation, first, steps));
    }

    private static @Nullable CatalogEntry dropped(CatalogModel model, RandomGenerator random) {
        int at = random.nextInt(model.generations.size());
        if (at == model.generations.size() - 1 || model.generations.get(at + 1).base() == Base.PREVIOUS) {
            return null;
        }
        int generation = model.generations.get(at).generation();
        boolean isHeld = model.holds.stream().anyMatch(point -> point.generation() == generation);
        return isHeld ? null : new GenerationDropped(generation);
    }

    /** Some of them, as a sweep that dies does, or all. */
    private void deleteBelow(long floor, RandomGenerator random) throws IOException {
        boolean all = random.nextBoolean();
        for (StoredObject object : objects.list(KEYS.catalogs() + "0", "", 1000)) {
            String key = object.key();
            if (Long.parseLong(key.substring(key.length() - 16), 16) < floor && (all || random.nextInt(3) == 0)) {
                objects.delete(List.of(key));
            }
        }
    }

    private List<String> audited() throws IOException {
        List<String> damaged = new ArrayList<>();
        AuditFindings findings = new AuditFindings() {
            @Override
            public void read(String key, long bytes) {}

            @Override
            public void damaged(CorruptDataException damage) {
                damaged.add(damage.getMessage());
            }

            @Override
            public void noted(String key, String what) {}
        };
        ReplicaDescriptor descriptor =
                CatalogReader.open(objects, "web-1", spans).descriptor();
        CatalogAudit audit = CatalogAudit.begin(objects, descriptor, findings, spans);
        List<String> versions = audit.versions();
        for (int i = 0; i < versions.size(); i++) {
            audit.check(i, objects.get(versions.get(i)));
        }
        audit.end();
        return damaged;
    }

    private CatalogWriter withSegments(int count) throws IOException {
        CatalogWriter writer = claim();
        writer.commit(List.of(Examples.start()));
        for (int number = 1; number <= count; number++) {
            writer.commit(List.of(Examples.entry(number)));
        }
        return writer;
    }

    @Test
    void aMissingVersionFromTheFloorOnIsDamageAndNoneBelowIt() throws IOException {
        CatalogWriter writer = withSegments(20);
        long floor = 12;
        writer.commit(List.of(new SweepBegun(writer.nextVersion() - 1)));
        writer.commit(List.of(new SweepDone(0, floor)));
        for (long version = 1; version < floor; version++) {
            objects.delete(List.of(KEYS.version(1, version)));
        }
        assertThat(audited()).isEmpty();
        for (long version = floor; version < writer.nextVersion() - 1; version++) {
            String key = KEYS.version(1, version);
            byte[] bytes = Objects.requireNonNull(objects.get(key));
            objects.delete(List.of(key));
            assertThat(audited()).as("without %s", key).anyMatch(damage -> damage.contains(key));
            objects.put(key, bytes);
        }
    }

    @Test
    void aSnapshotThatSaysAnotherStateIsDamage() throws IOException {
        CatalogWriter writer = withSegments(9);
        writer.commit(List.of(new RetentionChanged(new RetentionPolicy(Duration.ZERO, Duration.ZERO))));
        String key = KEYS.version(1, 8);
        CatalogObject snapshot = CatalogObject.parse(key, Objects.requireNonNull(objects.get(key)));
        List<CatalogEntry> entries = new ArrayList<>(snapshot.entries());
        entries.addFirst(new RetentionChanged(new RetentionPolicy(Duration.ofDays(1), Duration.ZERO)));
        objects.put(
                key, new CatalogObject(Examples.MACHINE, 1, 8, snapshot.owner(), snapshot.below(), entries).toBytes());
        assertThat(audited()).anyMatch(damage -> damage.contains("the state that the versions before add up to"));
    }

    @Test
    void whatMustNotBeIsRefusedAndChangesNothing() throws IOException {
        CatalogWriter writer = withSegments(6);
        List<Step> steps = writer.read().steps(1);
        writer.commit(List.of(
                new RunAccepted(Examples.run(new StoredName.OfRun(1, 1), 1, 1, steps.subList(0, 2))),
                new RunAccepted(Examples.run(new StoredName.OfRun(1, 2), 1, 3, steps.subList(2, 4))),
                new Hold(new Position(1, 20), true)));
        refused(writer, "is held", new PointsDropped(1, List.of(10L, 20L)));
        refused(writer, "no recovery point", new PointsDropped(1, List.of(15L)));
        refused(writer, "no recovery point", new Hold(new Position(1, 15), true));
        refused(writer, "the newest generation", new GenerationDropped(1));
        refused(writer, "not there", new GenerationDropped(7));
        refused(writer, "which ends at 6", run(1, new Step(70, 7, Examples.TIME, 1, true, List.of())));
        refused(writer, "no gap", run(2, steps.get(2), steps.get(3)));
        refused(writer, "drop the point first", run(6, steps.get(5)));
        refused(writer, "no end in that place", run(1, steps.get(0), steps.get(1), steps.get(4), steps.get(2)));
        refused(writer, "drop the point first", run(1, steps.get(0), steps.get(1), steps.get(3)));
        refused(writer, "does not follow", Examples.entry(6));
        refused(writer, "does not follow", Examples.entry(8));
        refused(writer, "a sweep", new SweepBegun(writer.nextVersion()));
        refused(writer, "is gone", new SweepDone(1, 0));
        refused(writer, "a floor", new SweepDone(0, 8));
        refused(writer, "a floor", new SweepDone(0, 3));
        refused(writer, "totals", new CatalogEntry.Totals(1, 1, 1));
        refused(writer, "names", garbage(writer, new StoredName.OfRun(1, 2)));
        refused(
                writer,
                "names",
                garbage(
                        writer,
                        new StoredName.OfSegment(Examples.segment(5, true).id())));
        refused(writer, "garbage of version 1", new Garbage(1, Examples.TIME, List.of()));
        refused(writer, "which is not there", new GenerationAccepted(Examples.generation(3, Base.PREVIOUS)));
        writer.commit(List.of(new GenerationAccepted(Examples.generation(2, Base.PREVIOUS))));
        refused(writer, "from which the next one starts", new GenerationDropped(1));
        writer.commit(List.of(new GenerationAccepted(Examples.generation(3))));
        writer.commit(List.of(new GenerationAccepted(Examples.generation(4))));
        refused(writer, "from which the next one starts", new GenerationDropped(1));
        writer.commit(List.of(new GenerationDropped(2)));
        refused(writer, "which is held", new GenerationDropped(1));
        writer.commit(List.of(new Hold(new Position(1, 20), false), new GenerationDropped(1)));
        assertThat(read().points()).isEmpty();
    }

    private static CatalogEntry run(long first, Step... steps) {
        return new RunAccepted(Examples.run(new StoredName.OfRun(1, 99), 1, first, List.of(steps)));
    }

    private static Garbage garbage(CatalogWriter writer, StoredName name) {
        return new Garbage(writer.nextVersion(), Examples.TIME, List.of(name));
    }

    /** Also behind an entry that is right by itself. */
    private void refused(CatalogWriter writer, String why, CatalogEntry entry) throws IOException {
        Catalog before = writer.read();
        CatalogEntry right = new RetentionChanged(new RetentionPolicy(Duration.ofDays(3), Duration.ZERO));
        assertThatThrownBy(() -> writer.commit(List.of(right, entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
        assertThat(writer.read().retention()).isEqualTo(before.retention());
        assertThat(writer.read().version()).isEqualTo(before.version());
        assertThat(read().version()).isEqualTo(before.version());
    }

    /** A day of one-second segments. */
    @Test
    void aDayOfSegmentsIsFoldedAndListedInNoTime() {
        List<CatalogEntry> entries = new ArrayList<>(List.of(Examples.start()));
        LongStream.rangeClosed(1, 86_400).mapToObj(Examples::entry).forEach(entries::add);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            CatalogState state = new CatalogState();
            entries.forEach(state::apply);
            Catalog catalog =
                    state.catalog(new ReplicaDescriptor(Examples.MACHINE, "web-1", Examples.TIME), CatalogPointer.NONE);
            assertThat(catalog.points().size()).isEqualTo(86_400);
            assertThat(catalog.segmentsUpTo(new Position(1, 500_000)).size()).isEqualTo(50_000);
            best = Math.min(best, System.nanoTime() - start);
        }
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofSeconds(1));
    }
}
