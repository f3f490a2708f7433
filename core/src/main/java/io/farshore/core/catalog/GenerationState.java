package io.farshore.core.catalog;

import io.farshore.core.catalog.CatalogEntry.GenerationAccepted;
import io.farshore.core.catalog.CatalogEntry.PointsDropped;
import io.farshore.core.catalog.CatalogEntry.RunAccepted;
import io.farshore.core.catalog.CatalogEntry.SegmentAccepted;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One generation while entries are folded. Every addition costs what it adds and removes, however much there is. */
final class GenerationState {
    private final GenerationClaim claim;
    private final List<RunRef> runs = new ArrayList<>();
    private final ArrayDeque<SegmentRef> tail = new ArrayDeque<>();
    private final Set<Long> dropped = new HashSet<>();

    GenerationState(GenerationClaim claim) {
        this.claim = claim;
    }

    GenerationClaim claim() {
        return claim;
    }

    void add(SegmentRef segment) {
        LastSegment last = last();
        long expected = last == null ? 1 : last.id().number() + 1;
        if (segment.id().number() != expected || (last != null && segment.lastSequence() < last.lastSequence())) {
            throw new IllegalStateException("%s, which ends at %d, does not follow %s"
                    .formatted(segment.id(), segment.lastSequence(), last == null ? "nothing" : last));
        }
        tail.add(segment);
    }

    /** Puts the run in the place of what it stands for: whole runs and segments, or (in a snapshot) nothing that is known. */
    void add(RunRef run) {
        int from = firstFrom(run.firstSegment());
        int to = firstFrom(run.lastSegment() + 1);
        boolean adjoins =
                run.firstSegment() == (from == 0 ? 1 : runs.get(from - 1).lastSegment() + 1);
        boolean whole = to == from || runs.get(to - 1).lastSegment() <= run.lastSegment();
        boolean reaches = run.lastSegment() <= lastNumber() || (tail.isEmpty() && run.firstSegment() > lastNumber());
        if (!adjoins || !whole || !reaches || run.lastSegment() < run.firstSegment()) {
            throw new IllegalStateException("a run of segments %d to %d of generation %d fits into no gap of its runs"
                    .formatted(run.firstSegment(), run.lastSegment(), claim.generation()));
        }
        forget(replaced(run), run.steps());
        runs.subList(from, to).clear();
        runs.add(from, run);
        while (!tail.isEmpty() && tail.getFirst().id().number() <= run.lastSegment()) {
            tail.removeFirst();
        }
    }

    /** The instants that can be told apart now in what the run would stand for. */
    List<Step> replaced(RunRef run) {
        List<Step> steps = new ArrayList<>();
        for (int i = firstFrom(run.firstSegment());
                i < runs.size() && runs.get(i).lastSegment() <= run.lastSegment();
                i++) {
            steps.addAll(runs.get(i).steps());
        }
        for (SegmentRef segment : tail) {
            if (segment.id().number() > run.lastSegment()) {
                break;
            }
            steps.add(segment.step());
        }
        return steps;
    }

    /** Nobody needs to remember that an end was dropped which cannot be told apart any more. */
    private void forget(List<Step> before, List<Step> after) {
        if (!dropped.isEmpty()) {
            Set<Long> kept = new HashSet<>();
            after.forEach(step -> kept.add(step.lastSequence()));
            before.forEach(step -> {
                if (!kept.contains(step.lastSequence())) {
                    dropped.remove(step.lastSequence());
                }
            });
        }
    }

    void drop(Collection<Long> sequences) {
        dropped.addAll(sequences);
    }

    boolean isPoint(Step step) {
        return step.consistent() && !dropped.contains(step.lastSequence());
    }

    /** The sequences of all recovery points. */
    Set<Long> points() {
        Set<Long> points = new HashSet<>();
        runs.forEach(
                run -> run.steps().stream().filter(this::isPoint).forEach(step -> points.add(step.lastSequence())));
        tail.stream().map(SegmentRef::step).filter(this::isPoint).forEach(step -> points.add(step.lastSequence()));
        return points;
    }

    /** In order; not to be changed. */
    List<RunRef> runs() {
        return runs;
    }

    /** The number of the first segment behind all runs. */
    long firstOfTail() {
        return runs.isEmpty() ? 1 : runs.getLast().lastSegment() + 1;
    }

    long lastNumber() {
        LastSegment last = last();
        return last == null ? 0 : last.id().number();
    }

    private @Nullable LastSegment last() {
        if (!tail.isEmpty()) {
            return tail.getLast().last();
        }
        return runs.isEmpty()
                ? null
                : LastSegment.of(claim.generation(), runs.getLast().steps().getLast());
    }

    /** The index of the first run that starts at this segment or later. */
    private int firstFrom(long segment) {
        int low = 0;
        int high = runs.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (runs.get(middle).firstSegment() >= segment) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    void addEntries(List<CatalogEntry> entries) {
        entries.add(new GenerationAccepted(claim));
        runs.forEach(run -> entries.add(new RunAccepted(run)));
        tail.forEach(segment -> entries.add(new SegmentAccepted(segment)));
        if (!dropped.isEmpty()) {
            entries.add(new PointsDropped(
                    claim.generation(), dropped.stream().sorted().toList()));
        }
    }

    GenerationParts parts() {
        return new GenerationParts(claim, runs, List.copyOf(tail), dropped);
    }
}
