package io.farshore.dataplane.verify;

import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.failure.CorruptDataException;
import java.util.List;

/**
 * An object that is not what it was when it was written, or is missing.
 *
 * @param object its key
 * @param offset of the damage, in bytes from the object's start; 0 when the whole object is meant
 * @param spoiled the recovery points that cannot be opened, or not read in full
 * @param rangesKnown whether {@code ranges} are all that is spoiled at the newest spoiled point; false when that cannot be opened
 * @param ranges of the disks at the newest spoiled point that cannot be read
 * @param parts what cannot be read of the points that can be opened, and at which of them
 */
public record Damage(
        String object,
        long offset,
        String expected,
        String found,
        Spoiled spoiled,
        boolean rangesKnown,
        List<DiskRange> ranges,
        List<SpoiledPart> parts) {
    public Damage {
        ranges = List.copyOf(ranges);
        parts = List.copyOf(parts);
    }

    /** A part of a disk, in bytes. */
    public record DiskRange(String disk, long offset, long length) {}

    /** A part of a disk that cannot be read at any recovery point from the first to the last. */
    public record SpoiledPart(DiskRange range, RecoveryPoint first, RecoveryPoint last) {}

    /** Damage that touches no point. */
    static Damage harmless(String object, CorruptDataException damage) {
        return of(object, damage, Spoiled.NONE, true, List.of(), List.of());
    }

    /** Damage without which no point can be found. */
    static Damage total(String object, CorruptDataException damage) {
        return of(object, damage, Spoiled.ALL, false, List.of(), List.of());
    }

    static Damage of(
            String object,
            CorruptDataException damage,
            Spoiled spoiled,
            boolean rangesKnown,
            List<DiskRange> ranges,
            List<SpoiledPart> parts) {
        return new Damage(
                object, damage.offset(), damage.expected(), damage.found(), spoiled, rangesKnown, ranges, parts);
    }
}
