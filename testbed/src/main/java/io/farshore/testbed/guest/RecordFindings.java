package io.farshore.testbed.guest;

import java.time.Instant;
import java.util.List;

/**
 * What {@link RecordCheck} found on the disks.
 *
 * @param records whole, undamaged records found in their places
 * @param highest the highest number among them, 0 without any
 * @param damages places that hold something that is not their record
 * @param torn when the place of record {@code highest + 1} holds a part of it, as a crash may leave; not among the damages
 * @param newest the guest's time in the highest record; the epoch without any
 */
public record RecordFindings(long records, long highest, List<Damage> damages, boolean torn, Instant newest) {
    public RecordFindings {
        damages = List.copyOf(damages);
    }

    /**
     * A place that holds something that is not its record.
     *
     * @param number the record that belongs there
     * @param offset of the place on its disk, in bytes
     */
    public record Damage(String disk, long offset, long number, String found) {}

    /** True when no number from 1 to {@link #highest} is missing. */
    public boolean isContiguous() {
        return records == highest;
    }

    /** True when the records are exactly 1 to {@link #highest} and nothing else is there. */
    public boolean prefixHolds() {
        return isContiguous() && damages.isEmpty();
    }
}
