package io.farshore.dataplane.usage;

import io.farshore.core.log.Position;
import java.time.Instant;

/**
 * An instant that can be told apart, and what is kept for it.
 *
 * @param capturedBytes that the guest wrote since the instant before, in its generation
 * @param storedBytes of payload
 */
record KeptStep(Position position, Instant time, long capturedBytes, long storedBytes) {}
