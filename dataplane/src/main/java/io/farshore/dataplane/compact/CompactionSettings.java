package io.farshore.dataplane.compact;

import java.time.Duration;

/**
 * When there is something to compact, and when what nobody needs may go.
 *
 * @param tailSegments so many segments that no run stands for are merged into one
 * @param mostRuns of a generation; beyond that the smallest neighbours are merged
 * @param mostEntries runs of more entries than this together are not merged: a run is made in memory
 * @param smallObject objects of fewer bytes are packed together once points in them have been dropped
 * @param dataObject plain bytes of payload in an object that compaction writes
 * @param grace so long after a version that no longer needs an object was committed, the object may be deleted; for readers that
 *     could not leave a pin
 */
public record CompactionSettings(
        int tailSegments, int mostRuns, long mostEntries, long smallObject, int dataObject, Duration grace) {
    public CompactionSettings {
        if (tailSegments < 1 || mostRuns < 2 || mostEntries < 1 || dataObject < 1 || grace.isNegative()) {
            throw new IllegalArgumentException(
                    "compaction with tails of %d, %d runs, %d entries, objects of %d bytes and a grace of %s"
                            .formatted(tailSegments, mostRuns, mostEntries, dataObject, grace));
        }
    }

    /** 64 segments, 16 runs, 16 million entries, 1 MiB, 16 MiB, 1 hour. */
    public static CompactionSettings defaults() {
        return new CompactionSettings(64, 16, 16L << 20, 1 << 20, 16 << 20, Duration.ofHours(1));
    }

    /** Merges every segment that no run stands for, however few there are. */
    public CompactionSettings eagerly() {
        return new CompactionSettings(1, mostRuns, mostEntries, smallObject, dataObject, grace);
    }

    public CompactionSettings withGrace(Duration newGrace) {
        return new CompactionSettings(tailSegments, mostRuns, mostEntries, smallObject, dataObject, newGrace);
    }
}
