package io.farshore.core.catalog;

import io.farshore.core.log.Position;
import io.farshore.core.log.SegmentId;
import io.farshore.core.run.Step;
import java.time.Instant;

/**
 * What is known of the newest segment of a generation, whether a run stands for it or not: enough to judge the next one.
 *
 * @param capturedBytes length of all writes of the generation up to the segment's end
 */
public record LastSegment(SegmentId id, long lastSequence, Instant lastTime, long capturedBytes) {
    /** The segment at whose end a run of this generation can be read. */
    static LastSegment of(int generation, Step step) {
        return new LastSegment(
                new SegmentId(generation, step.lastSegment()),
                step.lastSequence(),
                step.lastTime(),
                step.capturedBytes());
    }

    public Position end() {
        return new Position(id.generation(), lastSequence);
    }
}
