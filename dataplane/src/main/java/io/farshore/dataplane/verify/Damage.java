package io.farshore.dataplane.verify;

import io.farshore.core.failure.CorruptDataException;
import java.util.List;

/**
 * An object that is not what it was when it was written, or is missing.
 *
 * @param object its key
 * @param offset of the damage, in bytes from the object's start; 0 when the whole object is meant
 * @param spoiled the recovery points that cannot be opened, or not read in full
 * @param rangesKnown whether {@code ranges} are all that is spoiled at the newest point; false when any part of the disks may be
 * @param ranges of the disks at the newest recovery point that cannot be read
 */
public record Damage(
        String object,
        long offset,
        String expected,
        String found,
        Spoiled spoiled,
        boolean rangesKnown,
        List<DiskRange> ranges) {
    public Damage {
        ranges = List.copyOf(ranges);
    }

    /** A part of a disk, in bytes. */
    public record DiskRange(String disk, long offset, long length) {}

    static Damage of(CorruptDataException damage, Spoiled spoiled, boolean rangesKnown, List<DiskRange> ranges) {
        return new Damage(
                damage.object(), damage.offset(), damage.expected(), damage.found(), spoiled, rangesKnown, ranges);
    }
}
