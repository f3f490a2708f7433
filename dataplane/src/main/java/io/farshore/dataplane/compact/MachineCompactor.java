package io.farshore.dataplane.compact;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogEntry;
import io.farshore.core.catalog.CatalogEntry.GenerationDropped;
import io.farshore.core.catalog.CatalogEntry.PointsDropped;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Position;
import io.farshore.core.run.ObjectUse;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.StoredName;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one machine's replica to what its retention policy wants: drops points, merges indexes, moves payload, deletes. Prepares; whoever
 * holds the machine commits. For one epoch. One thread at a time.
 */
public final class MachineCompactor {
    private final ObjectStore store;
    private final CatalogReader reader;
    private final KeySource keys;
    private final CompactionSettings settings;
    private final InstantSource clock;
    private final CompactListener listener;
    private final RunMaker runs;
    private final Sweeper sweeper;
    private final Orphans orphans;
    private boolean lookedForOrphans;

    /** Gets a machine's data keys. */
    public interface KeySource {
        MachineKeys keys() throws IOException;
    }

    /**
     * @param keys the machine's data keys as of now; asked before each piece of work, as a new generation may bring a new one
     * @param epoch that whoever commits holds
     */
    public MachineCompactor(
            ObjectStore store,
            CatalogReader reader,
            KeySource keys,
            int epoch,
            CompactionSettings settings,
            InstantSource clock,
            CompactListener listener) {
        this.store = store;
        this.reader = reader;
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
        this.listener = listener;
        runs = new RunMaker(store, reader.keys(), new ObjectNames(epoch), settings);
        sweeper = new Sweeper(store, reader, settings, clock, listener);
        orphans = new Orphans(store, reader.keys(), epoch);
    }

    /**
     * Does the work before the next commit, which may take long, and says what to commit.
     *
     * @param catalog the newest version of this epoch
     * @return null when there is nothing to do now
     */
    public @Nullable Proposal next(Catalog catalog) throws IOException {
        Ciphers ciphers = new Ciphers(catalog, keys.keys());
        Inputs inputs = new Inputs(store, reader.keys(), ciphers, new FrameCodec());
        if (!lookedForOrphans) {
            int deleted = orphans.delete(catalog, inputs);
            lookedForOrphans = true;
            if (deleted > 0) {
                listener.deleted(machine(), deleted);
            }
        }
        List<RecoveryPoint> points = catalog.points();
        Proposal dropping = drop(catalog, points);
        if (dropping != null) {
            return dropping;
        }
        Set<Position> positions = new HashSet<>();
        points.forEach(point -> positions.add(point.position()));
        Proposal retiring = retire(catalog, positions, inputs);
        if (retiring != null) {
            return retiring;
        }
        MergeChoice choice = MergeChoice.next(catalog, positions, settings);
        return choice != null ? merge(choice, positions, ciphers) : sweeper.next(catalog, inputs);
    }

    private String machine() {
        return reader.keys().machine();
    }

    private @Nullable Proposal drop(Catalog catalog, List<RecoveryPoint> points) {
        Set<Position> kept = catalog.retention().kept(points, catalog.holds(), clock.instant());
        Map<Integer, List<Long>> dropped = new TreeMap<>();
        int count = 0;
        for (RecoveryPoint point : points) {
            Position position = point.position();
            if (!kept.contains(position)) {
                dropped.computeIfAbsent(position.generation(), generation -> new ArrayList<>())
                        .add(position.sequence());
                count++;
            }
        }
        if (count == 0) {
            return null;
        }
        listener.dropping(machine(), count);
        List<CatalogEntry> entries = new ArrayList<>();
        dropped.forEach((generation, sequences) -> entries.add(new PointsDropped(generation, sequences)));
        return (version, floor) -> entries;
    }

    /** Drops the oldest generation when none of its points is left and none later starts from it. */
    private @Nullable Proposal retire(Catalog catalog, Set<Position> points, Inputs inputs) throws IOException {
        List<GenerationClaim> generations = catalog.generations();
        for (int i = 0; i + 1 < generations.size(); i++) {
            int generation = generations.get(i).generation();
            boolean needed = points.stream().anyMatch(point -> point.generation() == generation)
                    || generations.get(i + 1).base() == GenerationClaim.Base.PREVIOUS;
            if (!needed) {
                return retire(catalog, generation, inputs);
            }
        }
        return null;
    }

    private Proposal retire(Catalog catalog, int generation, Inputs inputs) throws IOException {
        Set<StoredName> objects = new HashSet<>();
        for (RunRef run : catalog.runs()) {
            if (run.generation() == generation) {
                objects.add(run.name());
                inputs.contents(run).stream().map(ObjectUse::name).forEach(objects::add);
            }
        }
        catalog.segments().stream()
                .filter(segment -> segment.id().generation() == generation)
                .forEach(segment -> objects.add(new StoredName.OfSegment(segment.id())));
        listener.garbage(machine(), objects.size());
        return (version, floor) -> List.of(new GenerationDropped(generation), garbage(version, objects));
    }

    private Proposal merge(MergeChoice choice, Set<Position> points, Ciphers ciphers) throws IOException {
        RunMaker.Made made = runs.make(choice, points, ciphers);
        listener.merged(machine(), choice.runs().size(), choice.tail().size(), made.run());
        listener.garbage(machine(), made.garbage().size());
        if (made.garbage().isEmpty()) {
            return (version, floor) -> List.of(new CatalogEntry.RunAccepted(made.run()));
        }
        return (version, floor) ->
                List.of(new CatalogEntry.RunAccepted(made.run()), garbage(version, new HashSet<>(made.garbage())));
    }

    private CatalogEntry garbage(long version, Set<StoredName> objects) {
        return new CatalogEntry.Garbage(
                version, clock.instant(), objects.stream().sorted().toList());
    }
}
