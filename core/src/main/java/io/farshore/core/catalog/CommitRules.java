package io.farshore.core.catalog;

import io.farshore.core.catalog.CatalogEntry.Garbage;
import io.farshore.core.catalog.CatalogEntry.GenerationAccepted;
import io.farshore.core.catalog.CatalogEntry.GenerationDropped;
import io.farshore.core.catalog.CatalogEntry.Hold;
import io.farshore.core.catalog.CatalogEntry.PointsDropped;
import io.farshore.core.catalog.CatalogEntry.RunAccepted;
import io.farshore.core.catalog.CatalogEntry.SegmentAccepted;
import io.farshore.core.catalog.CatalogEntry.SweepBegun;
import io.farshore.core.catalog.CatalogEntry.SweepDone;
import io.farshore.core.catalog.CatalogEntry.Totals;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Position;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.Step;
import io.farshore.core.run.StoredName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one version may do to a state. Each method throws {@link IllegalArgumentException} when it must not; none changes the state. */
final class CommitRules {
    private final CatalogState state;
    private final Spans spans;

    CommitRules(CatalogState state, Spans spans) {
        this.state = state;
        this.spans = spans;
    }

    /** Checks all, and applies each to the state as it is found right. After an exception the state is of no use. */
    void apply(long version, List<CatalogEntry> entries) {
        for (CatalogEntry entry : entries) {
            check(version, entry);
            try {
                state.apply(entry);
            } catch (IllegalStateException e) {
                throw new IllegalArgumentException("version %d cannot be: %s".formatted(version, e.getMessage()), e);
            }
        }
    }

    private void check(long version, CatalogEntry entry) {
        switch (entry) {
            case GenerationAccepted(var claim) -> checkAccepted(claim);
            case RunAccepted(var run) -> checkRun(run);
            case PointsDropped dropped -> checkDropped(dropped);
            case Garbage garbage -> checkGarbage(version, garbage);
            case SweepBegun(long upTo) ->
                require(
                        upTo >= state.boundary() && upTo < version,
                        () -> "a sweep of versions up to %d by version %d, after one up to %d"
                                .formatted(upTo, version, state.boundary()));
            case SweepDone done -> checkDone(version, done);
            case GenerationDropped(int generation) -> checkDropped(generation);
            case Hold(var point, boolean held) -> checkHold(point, held);
            case Totals totals -> require(false, () -> "totals are not committed, they follow: %s".formatted(totals));
            case SegmentAccepted segment -> {
                // The state refuses one that does not follow.
            }
            case CatalogEntry.RetentionChanged retention -> {
                // Any will do.
            }
        }
    }

    private void checkAccepted(GenerationClaim claim) {
        boolean continues = claim.base() == GenerationClaim.Base.PREVIOUS;
        require(
                !continues || state.has(claim.generation() - 1),
                () -> "generation %d starts from the one before, which is not there".formatted(claim.generation()));
    }

    /** The run stands for what is there, and no recovery point gets lost by it. */
    private void checkRun(RunRef run) {
        require(
                state.has(run.generation()),
                () -> "a run of generation %d, which is not there".formatted(run.generation()));
        GenerationState generation = state.generation(run.generation());
        require(
                run.firstSegment() >= 1 && run.lastSegment() <= generation.lastNumber(),
                () -> "a run of segments %d to %d of generation %d, which ends at %d"
                        .formatted(run.firstSegment(), run.lastSegment(), run.generation(), generation.lastNumber()));
        Map<Long, Step> replaced = new HashMap<>();
        generation.replaced(run).forEach(step -> replaced.put(step.lastSegment(), step));
        Set<Long> sequences = new HashSet<>();
        long before = 0;
        for (Step step : run.steps()) {
            require(
                    step.lastSegment() > before && isSame(step, replaced.get(step.lastSegment())),
                    () -> "a run of generation %d with %s, which is no end in that place"
                            .formatted(run.generation(), step));
            before = step.lastSegment();
            sequences.add(step.lastSequence());
        }
        for (Step step : replaced.values()) {
            require(
                    !generation.isPoint(step) || sequences.contains(step.lastSequence()),
                    () -> "a run of generation %d without the recovery point %d: drop the point first"
                            .formatted(run.generation(), step.lastSequence()));
        }
    }

    private static boolean isSame(Step step, @Nullable Step end) {
        return end != null
                && step.lastSequence() == end.lastSequence()
                && step.lastTime().equals(end.lastTime())
                && step.capturedBytes() == end.capturedBytes()
                && step.consistent() == end.consistent();
    }

    private void checkDropped(PointsDropped dropped) {
        require(
                state.has(dropped.generation()),
                () -> "points of generation %d, which is not there".formatted(dropped.generation()));
        Set<Long> points = state.generation(dropped.generation()).points();
        for (long sequence : dropped.lastSequences()) {
            Position point = new Position(dropped.generation(), sequence);
            require(points.contains(sequence), () -> "%s dropped, which is no recovery point".formatted(point));
            require(
                    !state.holds().contains(point),
                    () -> "the recovery point %s dropped, which is held".formatted(point));
        }
    }

    /** What the state itself names is no garbage; what its runs point to, only they know. */
    private void checkGarbage(long version, Garbage garbage) {
        require(
                garbage.version() == version,
                () -> "garbage of version %d in version %d".formatted(garbage.version(), version));
        Set<StoredName> runs = new HashSet<>();
        state.generations().forEach(each -> each.runs().forEach(run -> runs.add(run.name())));
        for (StoredName name : garbage.objects()) {
            boolean isNamed = switch (name) {
                case StoredName.OfSegment(var id) ->
                    state.has(id.generation())
                            && id.number() >= state.generation(id.generation()).firstOfTail()
                            && id.number() <= state.generation(id.generation()).lastNumber();
                case StoredName.OfRun run -> runs.contains(run);
                case StoredName.OfData data -> false;
            };
            require(!isNamed, () -> "%s as garbage, which the catalog names".formatted(name.key()));
        }
    }

    private void checkDone(long version, SweepDone done) {
        require(
                done.version() >= state.swept() && done.version() <= state.boundary(),
                () -> "garbage of versions up to %d is gone, which was to go up to %d"
                        .formatted(done.version(), state.boundary()));
        boolean isSnapshot = done.floor() == 0 || spans.isSnapshot(done.floor());
        require(
                done.floor() >= state.floor() && isSnapshot && done.floor() <= Math.max(0, version - spans.longest()),
                () -> "a floor of %d in version %d: only a snapshot that has a newer one"
                        .formatted(done.floor(), version));
    }

    private void checkDropped(int generation) {
        require(state.has(generation), () -> "generation %d dropped, which is not there".formatted(generation));
        GenerationClaim next = state.next(generation);
        require(next != null, () -> "the newest generation, %d, dropped".formatted(generation));
        require(
                next == null || next.base() == GenerationClaim.Base.EMPTY,
                () -> "generation %d dropped, from which the next one starts".formatted(generation));
        for (Position point : state.holds()) {
            require(
                    point.generation() != generation,
                    () -> "generation %d dropped with %s, which is held".formatted(generation, point));
        }
    }

    private void checkHold(Position point, boolean held) {
        boolean isPoint = state.has(point.generation())
                && state.generation(point.generation()).points().contains(point.sequence());
        require(!held || isPoint, () -> "%s held, which is no recovery point".formatted(point));
    }

    private static void require(boolean holds, Supplier<String> what) {
        if (!holds) {
            throw new IllegalArgumentException("not committed: " + what.get());
        }
    }
}
