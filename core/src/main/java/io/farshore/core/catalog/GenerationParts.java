package io.farshore.core.catalog;

import io.farshore.core.log.GenerationClaim;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog says of one generation. A value.
 *
 * @param runs adjacent, from segment 1 on
 * @param tail the segments behind the last run
 * @param dropped sequences of ends that are recovery points no longer
 */
record GenerationParts(GenerationClaim claim, List<RunRef> runs, List<SegmentRef> tail, Set<Long> dropped) {
    GenerationParts {
        runs = List.copyOf(runs);
        tail = List.copyOf(tail);
        dropped = Set.copyOf(dropped);
    }

    int generation() {
        return claim.generation();
    }

    /** Every instant that can be told apart, in order. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        runs.forEach(run -> steps.addAll(run.steps()));
        tail.forEach(segment -> steps.add(segment.step()));
        return steps;
    }

    /** Those that are recovery points. */
    List<Step> points() {
        return steps().stream()
                .filter(step -> step.consistent() && !dropped.contains(step.lastSequence()))
                .toList();
    }

    @Nullable
    LastSegment last() {
        if (!tail.isEmpty()) {
            return tail.getLast().last();
        }
        return runs.isEmpty()
                ? null
                : LastSegment.of(generation(), runs.getLast().steps().getLast());
    }
}
