package io.farshore.dataplane.compact;

import io.farshore.core.log.Position;
import io.farshore.core.run.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which instants a new run tells apart: those of its inputs that are recovery points, and its end.
 *
 * @param steps of the run
 * @param outSteps for each step of the inputs the one of the run that it comes to
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
record StepChoice(List<Step> steps, int[] outSteps) {
    static StepChoice of(int generation, List<Step> inputs, Set<Position> points) {
        List<Step> steps = new ArrayList<>();
        int[] outSteps = new int[inputs.size()];
        for (int i = 0; i < inputs.size(); i++) {
            outSteps[i] = steps.size();
            Step step = inputs.get(i);
            if (i == inputs.size() - 1 || points.contains(new Position(generation, step.lastSequence()))) {
                steps.add(step);
            }
        }
        return new StepChoice(List.copyOf(steps), outSteps);
    }
}
