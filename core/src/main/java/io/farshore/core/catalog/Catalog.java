package io.farshore.core.catalog;

import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Mark;
import io.farshore.core.log.MarkKind;
import io.farshore.core.log.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of a machine's state: its generations and their segments. A value; a later version is another catalog. Knows no
 * store: {@link CatalogReader} reads one, {@link CatalogWriter} commits the next.
 */
public final class Catalog {
    private final ReplicaDescriptor descriptor;
    private final CatalogPointer version;
    private final List<GenerationClaim> generations;
    private final List<SegmentRef> segments;

    Catalog(
            ReplicaDescriptor descriptor,
            CatalogPointer version,
            List<GenerationClaim> generations,
            List<SegmentRef> segments) {
        this.descriptor = descriptor;
        this.version = version;
        this.generations = List.copyOf(generations);
        this.segments = List.copyOf(segments);
    }

    static Catalog of(ReplicaDescriptor descriptor, CatalogPointer version, List<CatalogEntry> entries) {
        List<GenerationClaim> generations = new ArrayList<>();
        List<SegmentRef> segments = new ArrayList<>();
        for (CatalogEntry entry : entries) {
            switch (entry) {
                case CatalogEntry.GenerationAccepted(GenerationClaim claim) -> generations.add(claim);
                case CatalogEntry.SegmentAccepted(SegmentRef segment) -> segments.add(segment);
            }
        }
        return new Catalog(descriptor, version, generations, segments);
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
        return generations;
    }

    /** In the order of the change log. */
    public List<SegmentRef> segments() {
        return segments;
    }

    /** The claim of the newest generation, or null when there is none yet. */
    public @Nullable GenerationClaim newestGeneration() {
        return generations.isEmpty() ? null : generations.getLast();
    }

    /** The newest segment, or null when there is none yet. */
    public @Nullable SegmentRef newestSegment() {
        return segments.isEmpty() ? null : segments.getLast();
    }

    /** The claim of a generation that is in the catalog. */
    public GenerationClaim generation(int generation) {
        return generations.stream()
                .filter(claim -> claim.generation() == generation)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the catalog has no generation " + generation));
    }

    /** The recovery points, oldest first: every consistent end of a segment. */
    public List<RecoveryPoint> points() {
        List<RecoveryPoint> points = new ArrayList<>();
        for (SegmentRef segment : segments) {
            if (segment.consistent()) {
                points.add(pointAt(segment));
            }
        }
        return points;
    }

    /**
     * The segments that a view as of a recovery point is made of, in the order of the change log: those of the point's generation up
     * to the point, and of those before as far as each generation started from the one before.
     */
    public List<SegmentRef> segmentsUpTo(Position point) {
        int first = firstGeneration(point.generation());
        return segments.stream()
                .filter(segment ->
                        segment.id().generation() >= first && segment.end().compareTo(point) <= 0)
                .toList();
    }

    private int firstGeneration(int generation) {
        int first = generation;
        for (int i = generations.size() - 1; i >= 0; i--) {
            GenerationClaim claim = generations.get(i);
            if (claim.generation() == first && claim.base() == GenerationClaim.Base.PREVIOUS && i > 0) {
                first = generations.get(i - 1).generation();
            }
        }
        return first;
    }

    private RecoveryPoint pointAt(SegmentRef segment) {
        @Nullable Mark mark = segment.marks().isEmpty() ? null : segment.marks().getLast();
        boolean marked = mark != null && mark.sequence() == segment.lastSequence();
        MarkKind kind = mark != null && marked ? mark.kind() : MarkKind.CRASH_CONSISTENT;
        List<String> disks = generation(segment.id().generation()).disks().stream()
                .map(DiskSpec::name)
                .toList();
        return new RecoveryPoint(
                segment.end(),
                mark != null && marked ? mark.name() : "",
                kind.pointType(),
                segment.lastTime(),
                disks,
                marked);
    }
}
