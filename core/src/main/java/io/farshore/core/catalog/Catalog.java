package io.farshore.core.catalog;

import io.farshore.core.catalog.CatalogEntry.Garbage;
import io.farshore.core.catalog.CatalogEntry.Totals;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Mark;
import io.farshore.core.log.MarkKind;
import io.farshore.core.log.Position;
import io.farshore.core.retention.RetentionPolicy;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of a machine's state: its generations, the runs and segments that each is made of, and what is to be kept. A value; a
 * later version is another catalog. Knows no store: {@link CatalogReader} reads one, {@link CatalogWriter} commits the next.
 */
public final class Catalog {
    private final ReplicaDescriptor descriptor;
    private final CatalogPointer version;
    private final List<GenerationParts> parts;
    private final Upkeep upkeep;

    Catalog(ReplicaDescriptor descriptor, CatalogPointer version, List<GenerationParts> parts, Upkeep upkeep) {
        this.descriptor = descriptor;
        this.version = version;
        this.parts = List.copyOf(parts);
        this.upkeep = upkeep;
    }

    public ReplicaDescriptor descriptor() {
        return descriptor;
    }

    /** Which version this is. */
    public CatalogPointer version() {
        return version;
    }

    /** Oldest first. */
    public List<GenerationClaim> generations() {
        return parts.stream().map(GenerationParts::claim).toList();
    }

    /** In the order of the change log: for each generation those that stand for its segments from the first on. */
    public List<RunRef> runs() {
        return parts.stream().flatMap(each -> each.runs().stream()).toList();
    }

    /** The segments that no run stands for, in the order of the change log: those of each generation behind its last run. */
    public List<SegmentRef> segments() {
        return parts.stream().flatMap(each -> each.tail().stream()).toList();
    }

    /** Every end of a segment of this generation that can still be told apart, in order, whether it is a recovery point or not. */
    public List<Step> steps(int generation) {
        return part(generation).steps();
    }

    /** The claim of the newest generation, or null when there is none yet. */
    public @Nullable GenerationClaim newestGeneration() {
        return parts.isEmpty() ? null : parts.getLast().claim();
    }

    /** The newest segment of the newest generation, or null when that has none yet. */
    public @Nullable LastSegment newest() {
        return parts.isEmpty() ? null : parts.getLast().last();
    }

    /** The claim of a generation that is in the catalog. */
    public GenerationClaim generation(int generation) {
        return part(generation).claim();
    }

    private GenerationParts part(int generation) {
        return parts.stream()
                .filter(each -> each.generation() == generation)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the catalog has no generation " + generation));
    }

    /** The recovery points, oldest first: every consistent end that was not dropped. */
    public List<RecoveryPoint> points() {
        List<RecoveryPoint> points = new ArrayList<>();
        for (GenerationParts each : parts) {
            List<String> disks =
                    each.claim().disks().stream().map(DiskSpec::name).toList();
            for (Step step : each.points()) {
                points.add(pointAt(each.generation(), step, disks));
            }
        }
        return points;
    }

    /** How long recovery points are kept. */
    public RetentionPolicy retention() {
        return upkeep.retention();
    }

    /** The recovery points that must not be dropped, in order. */
    public Set<Position> holds() {
        return upkeep.holds();
    }

    /** What nothing in the state names any more and is still to be swept, in the order of versions. */
    public List<Garbage> garbage() {
        return upkeep.garbage();
    }

    /** Whoever reads an older version than this one has to start over: objects that it names may be gone. */
    public long sweepBegun() {
        return upkeep.boundary();
    }

    /** The garbage of versions up to this one is gone; less than {@link #sweepBegun} while a sweep goes on. */
    public long sweepDone() {
        return upkeep.swept();
    }

    /** Versions of the catalog below this one may be gone. */
    public long floor() {
        return upkeep.floor();
    }

    /** What was stored since the replica began. */
    public Totals totals() {
        return upkeep.totals();
    }

    /**
     * The generations that a view as of a recovery point is made of, oldest first: the point's own, and those before as far as each
     * started from the one before.
     */
    public List<GenerationClaim> lineage(Position point) {
        return lineageParts(point).stream().map(GenerationParts::claim).toList();
    }

    /** The runs of these generations that start at or before the point; the point may lie in the last one. */
    public List<RunRef> runsUpTo(Position point) {
        List<RunRef> runs = new ArrayList<>();
        for (GenerationParts each : lineageParts(point)) {
            long end = 0;
            for (RunRef run : each.runs()) {
                if (new Position(each.generation(), end).compareTo(point) < 0) {
                    runs.add(run);
                }
                end = run.end().sequence();
            }
        }
        return runs;
    }

    /** The segments of these generations that no run stands for and that end at or before the point, in the order of the change log. */
    public List<SegmentRef> segmentsUpTo(Position point) {
        return lineageParts(point).stream()
                .flatMap(each -> each.tail().stream())
                .filter(segment -> segment.end().compareTo(point) <= 0)
                .toList();
    }

    private List<GenerationParts> lineageParts(Position point) {
        int to = 0;
        while (to < parts.size() && parts.get(to).generation() <= point.generation()) {
            to++;
        }
        int from = Math.max(0, to - 1);
        while (from > 0 && parts.get(from).claim().base() == GenerationClaim.Base.PREVIOUS) {
            from--;
        }
        boolean isThere = to > 0 && parts.get(to - 1).generation() == point.generation();
        return isThere ? parts.subList(from, to) : List.of();
    }

    private static RecoveryPoint pointAt(int generation, Step step, List<String> disks) {
        @Nullable Mark mark = step.marks().isEmpty() ? null : step.marks().getLast();
        boolean marked = mark != null && mark.sequence() == step.lastSequence();
        MarkKind kind = mark != null && marked ? mark.kind() : MarkKind.CRASH_CONSISTENT;
        return new RecoveryPoint(
                new Position(generation, step.lastSequence()),
                mark != null && marked ? mark.name() : "",
                kind.pointType(),
                step.lastTime(),
                disks,
                marked);
    }
}
