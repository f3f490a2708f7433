package io.farshore.dataplane.capture;

import java.time.Duration;

/**
 * How a machine is captured.
 *
 * @param segmentAge a segment is sealed so long after its first change
 * @param segmentBytes payload at which a segment is full
 * @param memory the most bytes of captured changes that wait in memory; beyond it changes are tracked
 * @param uploads in flight at a time
 * @param pointEvery how often a crash-consistent recovery point is marked by policy
 */
public record CaptureSettings(Duration segmentAge, int segmentBytes, long memory, int uploads, Duration pointEvery) {
    public CaptureSettings {
        if (!segmentAge.isPositive() || !pointEvery.isPositive() || uploads < 1) {
            throw new IllegalArgumentException("segments of %s, points every %s and %d uploads are no settings"
                    .formatted(segmentAge, pointEvery, uploads));
        }
    }

    /** Segments of 1 s or 8 MiB, 256 MiB of memory, 2 uploads, a point every 5 minutes. */
    public static CaptureSettings defaults() {
        return new CaptureSettings(Duration.ofSeconds(1), 8 << 20, 256L << 20, 2, Duration.ofMinutes(5));
    }
}
