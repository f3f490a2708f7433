package io.farshore.dataplane.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.catalog.ShortSpans;
import io.farshore.core.log.Position;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.Step;
import io.farshore.core.run.StoredName;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** When compaction has done all that it can, what is stored is what is needed, and not much more than that. */
final class Fixpoint {
    private static final ReplicaKeys KEYS = new ReplicaKeys(SimulatedMachine.NAME);

    private final ObjectStore store;
    private final SimulatedMachine machine;
    private final CompactionSettings settings;
    private final Needs needs;
    private final Catalog catalog;
    private final Set<Position> points;

    Fixpoint(ObjectStore store, SimulatedMachine machine, CompactionSettings settings, ShortSpans spans)
            throws IOException {
        this.store = store;
        this.machine = machine;
        this.settings = settings;
        needs = new Needs(store, KEYS);
        catalog = spans.open(store, SimulatedMachine.NAME).read();
        points = catalog.points().stream().map(RecoveryPoint::position).collect(Collectors.toSet());
    }

    void check() throws IOException {
        assertThat(machine.after(SimulatedProcessor.place(catalog)))
                .as("not applied")
                .isEmpty();
        assertThat(points)
                .as("points")
                .isEqualTo(catalog.retention().kept(catalog.points(), catalog.holds(), Instant.MAX));
        assertThat(catalog.garbage()).as("garbage").isEmpty();
        assertThat(stored()).as("stored").isEqualTo(needs.of(catalog));
        checkGenerations();
        for (RunRef run : catalog.runs()) {
            checkRun(run);
        }
    }

    private Set<String> stored() throws IOException {
        Set<String> stored = new java.util.TreeSet<>();
        for (String prefix : List.of(KEYS.logs(), KEYS.data(), KEYS.runs())) {
            store.list(prefix, "", 1 << 20).stream().map(StoredObject::key).forEach(stored::add);
        }
        return stored;
    }

    /** No generation without a point, unless the next one starts from it; short tails, few runs. */
    private void checkGenerations() {
        for (var generation : catalog.generations()) {
            int number = generation.generation();
            long tail = catalog.segments().stream()
                    .filter(segment -> segment.id().generation() == number)
                    .count();
            long runs = catalog.runs().stream()
                    .filter(run -> run.generation() == number)
                    .count();
            assertThat(tail).as("tail of generation %d", number).isLessThan(settings.tailSegments());
            if (settings.mostEntries() > 1000) {
                assertThat(runs).as("runs of generation %d", number).isLessThanOrEqualTo(settings.mostRuns());
            }
        }
    }

    private void checkRun(RunRef run) throws IOException {
        long kept = run.steps().stream().filter(step -> isPoint(run, step)).count();
        assertThat(2 * kept + 2)
                .as("points of %s, of %d steps", run.name(), run.steps().size())
                .isGreaterThanOrEqualTo(run.steps().size());
        long live = 0;
        for (Map.Entry<StoredName, Integer> object : needs.of(run).entrySet()) {
            assertThat(2L * object.getValue())
                    .as("bytes that are needed of %s", object.getKey())
                    .isGreaterThanOrEqualTo(needs.plainBytes(run, object.getKey()));
            live += object.getValue();
        }
        assertThat(run.keptBytes()).as("bytes that %s keeps", run.name()).isEqualTo(live);
    }

    private boolean isPoint(RunRef run, Step step) {
        return points.contains(new Position(run.generation(), step.lastSequence()));
    }
}
