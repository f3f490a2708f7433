package io.farshore.dataplane.verify;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.run.ObjectCiphers;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.Step;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks every run that a catalog names, with all that it points to, and that the runs of a generation follow each other. */
final class RunsCheck {
    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final MachineKeys dataKeys;
    private final Catalog catalog;
    private final Findings findings;
    private final Idle<PayloadChecker> checkers;
    private final Idle<FrameCodec> codecs = new Idle<>(FrameCodec::new);
    private final Set<String> needed = new HashSet<>();

    RunsCheck(ObjectStore store, ReplicaKeys keys, MachineKeys dataKeys, Catalog catalog, Findings findings) {
        this.dataKeys = dataKeys;
        this.store = store;
        this.keys = keys;
        this.catalog = catalog;
        this.findings = findings;
        checkers = new Idle<>(() -> new PayloadChecker(store, keys, new ObjectCiphers(dataKeys)));
    }

    Map<RunRef, RunFinding> run(InOrder inOrder) throws IOException {
        List<RunRef> runs = catalog.runs();
        checkOrder(runs);
        Map<RunRef, RunFinding> found = new LinkedHashMap<>();
        for (RunRef run : runs) {
            findings.expect(runs.size() - found.size());
            RunCheck check = new RunCheck(
                    store,
                    keys,
                    new ObjectCiphers(dataKeys),
                    run,
                    catalog.generation(run.generation()),
                    findings,
                    checkers,
                    codecs);
            found.put(run, check.run(inOrder, needed));
        }
        return found;
    }

    /** The keys of what the runs point to, as far as they can be read. */
    Set<String> needed() {
        return needed;
    }

    private void checkOrder(List<RunRef> runs) {
        Map<Integer, Step> ends = new HashMap<>();
        for (RunRef run : runs) {
            Step before = ends.get(run.generation());
            long first = before == null ? 1 : before.lastSegment() + 1;
            boolean follows = run.firstSegment() == first && areOrdered(before, run.steps());
            if (!follows) {
                String key = keys.object(run.name());
                String found = "from segment %d on".formatted(run.firstSegment());
                findings.damaged(
                        key, new CorruptDataException(key, 0, "steps from segment %d on".formatted(first), found));
            }
            ends.put(run.generation(), run.steps().getLast());
        }
    }

    private static boolean areOrdered(@Nullable Step before, List<Step> steps) {
        Step last = before;
        for (Step step : steps) {
            if (last != null
                    && (step.lastSegment() <= last.lastSegment() || step.lastSequence() < last.lastSequence())) {
                return false;
            }
            last = step;
        }
        return true;
    }
}
