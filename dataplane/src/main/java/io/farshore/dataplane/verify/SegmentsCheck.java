package io.farshore.dataplane.verify;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.run.RunRef;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks every segment that a catalog names, and keeps what is needed to work out what the damaged ones spoil. */
final class SegmentsCheck {
    private final ReplicaKeys keys;
    private final Catalog catalog;
    private final Findings findings;
    private final Idle<SegmentChecker> checkers;
    private final Map<Integer, Long> runsEnd = new HashMap<>();
    private final Map<SegmentRef, SegmentFinding> damaged = new HashMap<>();

    SegmentsCheck(ObjectStore store, ReplicaKeys keys, MachineKeys dataKeys, Catalog catalog, Findings findings) {
        this.keys = keys;
        this.catalog = catalog;
        this.findings = findings;
        checkers = new Idle<>(() -> new SegmentChecker(store, keys, dataKeys));
        for (RunRef run : catalog.runs()) {
            runsEnd.put(run.generation(), run.end().sequence());
        }
    }

    /** What was found of those that are damaged. */
    Map<SegmentRef, SegmentFinding> run(InOrder inOrder) throws IOException {
        List<SegmentRef> segments = catalog.segments();
        findings.expect(segments.size());
        inOrder.run(
                segments.size(),
                number -> check(segments, number),
                (number, finding) -> take(segments.get(number), finding));
        return damaged;
    }

    private SegmentFinding check(List<SegmentRef> segments, int number) throws IOException {
        SegmentRef segment = segments.get(number);
        SegmentChecker checker = checkers.take();
        SegmentFinding found = checker.check(
                segment,
                before(segments, number),
                catalog.generation(segment.id().generation()));
        checkers.give(checker);
        return found;
    }

    /** The sequence that the segment follows on. */
    private long before(List<SegmentRef> segments, int number) {
        int generation = segments.get(number).id().generation();
        if (number > 0 && segments.get(number - 1).id().generation() == generation) {
            return segments.get(number - 1).lastSequence();
        }
        return runsEnd.getOrDefault(generation, 0L);
    }

    private void take(SegmentRef segment, SegmentFinding finding) {
        String key = keys.segment(segment.id());
        findings.read(key, finding.bytes());
        if (finding.damage() != null) {
            findings.damaged(key, finding.damage());
            damaged.put(segment, finding);
        }
    }
}
