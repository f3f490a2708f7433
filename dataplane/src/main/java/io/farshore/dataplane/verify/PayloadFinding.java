package io.farshore.dataplane.verify;

import io.farshore.core.failure.CorruptDataException;
import org.jspecify.annotations.Nullable;

/**
 * What the check of an object of payload found.
 *
 * @param bytes that were read
 * @param frames that it has; null when it is damaged
 * @param damage null when there is none
 */
record PayloadFinding(
        long bytes, @Nullable FramePrints frames, @Nullable CorruptDataException damage) {}
