package io.farshore.dataplane.verify;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.Frame;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.verify.Damage.DiskRange;
import io.farshore.dataplane.view.PointMap;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Checks every segment that a catalog names, and works out what each damaged one spoils. */
final class SegmentsCheck {
    private final ReplicaKeys keys;
    private final MachineKeys dataKeys;
    private final Catalog catalog;
    private final Points points;
    private final Findings findings;
    private final ObjectStore store;
    private final ConcurrentLinkedQueue<SegmentChecker> idle = new ConcurrentLinkedQueue<>();

    /** Of the newest point, whose disks are looked at; null also when runs are part of it. */
    private final @Nullable PointMap map;

    private final Set<SegmentRef> ofNewest;
    private final Map<Integer, List<Frame>> badFrames = new HashMap<>();
    private final Map<SegmentRef, Bad> bad = new LinkedHashMap<>();
    private int ordinal;

    /** @param ordinal in the newest point, or -1 when it is not part of that */
    private record Bad(SegmentFinding finding, int ordinal, boolean rangesKnown) {}

    SegmentsCheck(
            ObjectStore store,
            ReplicaKeys keys,
            MachineKeys dataKeys,
            Catalog catalog,
            Points points,
            Findings findings) {
        this.dataKeys = dataKeys;
        this.store = store;
        this.keys = keys;
        this.catalog = catalog;
        this.points = points;
        this.findings = findings;
        RecoveryPoint newest = points.newest();
        boolean hasRuns = newest != null && !catalog.runsUpTo(newest.position()).isEmpty();
        map = newest == null || hasRuns ? null : new PointMap(catalog, newest);
        ofNewest = newest == null ? Set.of() : new HashSet<>(catalog.segmentsUpTo(newest.position()));
    }

    void run(InOrder inOrder) throws IOException {
        List<SegmentRef> segments = catalog.segments();
        findings.expect(segments.size());
        inOrder.run(
                segments.size(),
                number -> check(segments, number),
                (number, finding) -> take(segments.get(number), finding));
        Map<Integer, List<DiskRange>> ranges = map == null ? Map.of() : BadRanges.of(map, badFrames);
        bad.forEach((segment, each) -> report(segment, each, ranges.getOrDefault(each.ordinal(), List.of())));
    }

    private SegmentFinding check(List<SegmentRef> segments, int number) throws IOException {
        SegmentRef segment = segments.get(number);
        SegmentChecker free = idle.poll();
        SegmentChecker checker = free != null ? free : new SegmentChecker(store, keys, dataKeys);
        try {
            return checker.check(
                    segment,
                    before(segments, number),
                    catalog.generation(segment.id().generation()));
        } finally {
            idle.add(checker);
        }
    }

    /** The sequence that the segment follows on. */
    private long before(List<SegmentRef> segments, int number) {
        int generation = segments.get(number).id().generation();
        if (number > 0 && segments.get(number - 1).id().generation() == generation) {
            return segments.get(number - 1).lastSequence();
        }
        return catalog.runs().stream()
                .filter(run -> run.generation() == generation)
                .mapToLong(run -> run.end().sequence())
                .max()
                .orElse(0);
    }

    private void take(SegmentRef segment, SegmentFinding finding) throws IOException {
        findings.read(keys.segment(segment.id()), finding.bytes());
        boolean isInMap = map != null && ofNewest.contains(segment);
        boolean rangesKnown = !isInMap || isLaid(segment, finding);
        if (finding.damage() != null) {
            bad.put(segment, new Bad(finding, isInMap ? ordinal : -1, rangesKnown));
        }
        if (isInMap && !finding.badFrames().isEmpty()) {
            badFrames.put(ordinal, finding.badFrames());
        }
        ordinal += isInMap ? 1 : 0;
    }

    /** Lays the segment over those before; false when that cannot be done. */
    private boolean isLaid(SegmentRef segment, SegmentFinding finding) {
        PointMap newest = Objects.requireNonNull(map);
        try {
            if (finding.index() != null) {
                newest.add(segment, finding.index());
                return true;
            }
        } catch (CorruptDataException e) {
            // The checker has found that the segment changes what is no part of its disks.
        }
        newest.skip();
        return false;
    }

    private void report(SegmentRef segment, Bad each, List<DiskRange> ranges) {
        SegmentFinding finding = each.finding();
        if (finding.damage() != null) {
            findings.damaged(Damage.of(finding.damage(), points.spoil(segment), each.rangesKnown(), ranges));
        }
    }
}
