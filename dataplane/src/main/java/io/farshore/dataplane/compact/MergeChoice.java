package io.farshore.dataplane.compact;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Position;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to merge into one run next: adjacent runs of a generation, and the segments behind the last of them. Pure. So that a point is made of
 * few runs and an entry is rewritten seldom, a run is merged with those behind it when they have come to half its entries.
 *
 * @param tail empty unless the runs are the generation's last
 */
record MergeChoice(GenerationClaim generation, List<RunRef> runs, List<SegmentRef> tail) {
    private static final int GUESSED_ENTRIES = 256;

    /** As many indexes are held in memory. */
    private static final int SEGMENTS_AT_ONCE = 256;

    MergeChoice {
        runs = List.copyOf(runs);
        tail = List.copyOf(tail);
    }

    /** The next merge, or null when there is nothing to gain. */
    static @Nullable MergeChoice next(Catalog catalog, Set<Position> points, CompactionSettings settings) {
        for (GenerationClaim generation : catalog.generations().reversed()) {
            List<RunRef> runs = catalog.runs().stream()
                    .filter(run -> run.generation() == generation.generation())
                    .toList();
            List<SegmentRef> tail = catalog.segments().stream()
                    .filter(segment -> segment.id().generation() == generation.generation())
                    .toList();
            MergeChoice choice = next(generation, runs, tail, points, settings);
            if (choice != null) {
                return choice;
            }
        }
        return null;
    }

    private static @Nullable MergeChoice next(
            GenerationClaim generation,
            List<RunRef> runs,
            List<SegmentRef> tail,
            Set<Position> points,
            CompactionSettings settings) {
        if (tail.size() >= settings.tailSegments()) {
            return ofTail(generation, runs, tail, settings);
        }
        for (RunRef run : runs) {
            if (isThinned(run, points)) {
                return new MergeChoice(generation, List.of(run), List.of());
            }
        }
        return runs.size() > settings.mostRuns() ? ofSmallest(generation, runs, settings) : null;
    }

    private static MergeChoice ofTail(
            GenerationClaim generation, List<RunRef> runs, List<SegmentRef> tail, CompactionSettings settings) {
        int most = Math.max(SEGMENTS_AT_ONCE, settings.tailSegments());
        List<SegmentRef> some = tail.subList(0, Math.min(tail.size(), most));
        long entries = (long) some.size() * GUESSED_ENTRIES;
        int from = runs.size();
        while (from > 0
                && runs.get(from - 1).entries() < 2 * entries
                && runs.get(from - 1).entries() + entries <= settings.mostEntries()) {
            entries += runs.get(--from).entries();
        }
        return new MergeChoice(generation, runs.subList(from, runs.size()), some);
    }

    /** Whether at least half of what can still be told apart in the run needs not be any more. */
    private static boolean isThinned(RunRef run, Set<Position> points) {
        int needed = 1;
        for (Step step : run.steps().subList(0, run.steps().size() - 1)) {
            needed += points.contains(new Position(run.generation(), step.lastSequence())) ? 1 : 0;
        }
        return needed <= run.steps().size() / 2;
    }

    private static @Nullable MergeChoice ofSmallest(
            GenerationClaim generation, List<RunRef> runs, CompactionSettings settings) {
        int best = -1;
        long fewest = settings.mostEntries();
        for (int i = 0; i + 1 < runs.size(); i++) {
            long entries = runs.get(i).entries() + runs.get(i + 1).entries();
            if (entries < fewest) {
                fewest = entries;
                best = i;
            }
        }
        return best < 0 ? null : new MergeChoice(generation, runs.subList(best, best + 2), List.of());
    }

    /** Every instant that can be told apart in the inputs, oldest first. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        runs.forEach(run -> steps.addAll(run.steps()));
        tail.forEach(segment -> steps.add(segment.step()));
        return steps;
    }

    long firstSegment() {
        return runs.isEmpty() ? tail.getFirst().id().number() : runs.getFirst().firstSegment();
    }
}
