package io.farshore.dataplane.compact;

/**
 * What compacting a machine from one end to the other came to. The sums of objects are of all that lies in the machine's folder, by what was
 * there before and what is there now: an object that was made and deleted in between is in none of them.
 *
 * @param epoch that was held
 * @param commits how many versions of the catalog were committed
 * @param movedBytes stored bytes of payload that were copied to new objects
 * @param waiting what nothing needs any more and will be deleted later, when its grace is over and nobody reads it
 */
public record CompactionReport(
        String machine,
        int epoch,
        long commits,
        long pointsBefore,
        long pointsAfter,
        long mergedRuns,
        long mergedSegments,
        long movedBytes,
        StoredBytes before,
        StoredBytes after,
        StoredBytes deleted,
        StoredBytes written,
        StoredBytes kept,
        StoredBytes waiting) {}
