package io.farshore.core.catalog;

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
import io.farshore.core.catalog.CatalogEntry.Totals;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Position;
import io.farshore.core.retention.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A machine's state while entries are folded into it. Refuses what cannot be, not what should not be: the rules of a commit are
 * {@link CommitRules}. Not for more than one thread.
 */
final class CatalogState {
    private final TreeMap<Integer, GenerationState> generations = new TreeMap<>();
    private final TreeSet<Position> holds = new TreeSet<>();
    private final List<Garbage> garbage = new ArrayList<>();
    private RetentionPolicy retention = RetentionPolicy.DEFAULT;
    private Totals totals = Totals.NONE;
    private long boundary;
    private long swept;
    private long floor;

    /** @throws IllegalStateException when the entry does not fit */
    void apply(CatalogEntry entry) {
        switch (entry) {
            case GenerationAccepted(var claim) -> accept(claim);
            case SegmentAccepted(var segment) -> {
                newest(segment.id().generation()).add(segment);
                totals = totals.with(segment);
            }
            case RunAccepted(var run) -> {
                generation(run.generation()).add(run);
                totals = totals.with(run);
            }
            case PointsDropped(int generation, var sequences) ->
                generation(generation).drop(sequences);
            case Garbage added -> garbage.add(added);
            case SweepBegun(long version) -> boundary = version;
            case SweepDone(long version, long newFloor) -> swept(version, newFloor);
            case GenerationDropped(int generation) -> drop(generation);
            case RetentionChanged(var settings) -> retention = settings;
            case Hold(var point, boolean held) -> hold(point, held);
            case Totals sums -> totals = sums;
        }
    }

    private void accept(GenerationClaim claim) {
        if (!generations.isEmpty() && claim.generation() <= generations.lastKey()) {
            throw new IllegalStateException(
                    "generation %d after %d".formatted(claim.generation(), generations.lastKey()));
        }
        generations.put(claim.generation(), new GenerationState(claim));
    }

    private void swept(long version, long newFloor) {
        swept = version;
        floor = newFloor;
        garbage.removeIf(each -> each.version() <= version);
    }

    private void drop(int generation) {
        generation(generation);
        if (generation == generations.lastKey()) {
            throw new IllegalStateException("the newest generation, %d, dropped".formatted(generation));
        }
        generations.remove(generation);
    }

    private void hold(Position point, boolean held) {
        if (held) {
            holds.add(point);
        } else {
            holds.remove(point);
        }
    }

    GenerationState generation(int generation) {
        GenerationState state = generations.get(generation);
        if (state == null) {
            throw new IllegalStateException("there is no generation " + generation);
        }
        return state;
    }

    private GenerationState newest(int generation) {
        GenerationState state = generation(generation);
        if (generation != generations.lastKey()) {
            throw new IllegalStateException(
                    "a segment of generation %d after the start of %d".formatted(generation, generations.lastKey()));
        }
        return state;
    }

    boolean has(int generation) {
        return generations.containsKey(generation);
    }

    /** The generation after this one, or null when this is the newest. */
    @Nullable
    GenerationClaim next(int generation) {
        var next = generations.higherEntry(generation);
        return next == null ? null : next.getValue().claim();
    }

    Set<Position> holds() {
        return holds;
    }

    Iterable<GenerationState> generations() {
        return generations.values();
    }

    long boundary() {
        return boundary;
    }

    long swept() {
        return swept;
    }

    long floor() {
        return floor;
    }

    /** What makes this very state from an empty one; the same list for the same state, however it came about. */
    List<CatalogEntry> entries() {
        List<CatalogEntry> entries = new ArrayList<>();
        generations.values().forEach(generation -> generation.addEntries(entries));
        if (!retention.equals(RetentionPolicy.DEFAULT)) {
            entries.add(new RetentionChanged(retention));
        }
        holds.forEach(point -> entries.add(new Hold(point, true)));
        if (swept > 0 || floor > 0) {
            entries.add(new SweepDone(swept, floor));
        }
        entries.addAll(garbage);
        if (boundary > 0) {
            entries.add(new SweepBegun(boundary));
        }
        if (!totals.equals(Totals.NONE)) {
            entries.add(totals);
        }
        return entries;
    }

    Catalog catalog(ReplicaDescriptor descriptor, CatalogPointer version) {
        return new Catalog(
                descriptor,
                version,
                generations.values().stream().map(GenerationState::parts).toList(),
                new Upkeep(retention, holds, garbage, boundary, swept, floor, totals));
    }
}
