package io.farshore.dataplane.verify;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.Frame;
import io.farshore.core.log.SegmentIndex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the check of a segment found.
 *
 * @param bytes that were read
 * @param index of a damaged segment; null when it cannot be read, so that nothing made of the segment can be opened
 * @param damage null when there is none
 * @param badFrames of the index, those that cannot be restored
 */
record SegmentFinding(
        long bytes, @Nullable SegmentIndex index, @Nullable CorruptDataException damage, List<Frame> badFrames) {}
