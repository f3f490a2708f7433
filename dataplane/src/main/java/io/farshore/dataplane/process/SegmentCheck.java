package io.farshore.dataplane.process;

import io.farshore.core.catalog.LastSegment;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.Entry;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Segment;
import io.farshore.core.log.SegmentHeader;
import io.farshore.core.log.SegmentId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that a segment is the one that comes next: right machine, right writer, no gap, no byte outside its disks. */
final class SegmentCheck {
    private SegmentCheck() {}

    /** @param before the segment before it in the same generation, or null when it is the first */
    static void check(
            String object, Segment segment, SegmentId expected, GenerationClaim claim, @Nullable LastSegment before)
            throws CorruptDataException {
        SegmentHeader header = segment.header();
        require(
                object,
                header.id().equals(expected),
                expected.toString(),
                header.id().toString());
        require(
                object,
                header.machineId().equals(claim.machineId()),
                "machine " + claim.machineId(),
                "machine " + header.machineId());
        require(
                object,
                header.writer().equals(claim.writer()),
                "writer " + claim.writer(),
                "writer " + header.writer());
        long last = before == null ? 0 : before.lastSequence();
        require(
                object,
                header.firstSequence() == last + 1 || (header.afterGap() && header.firstSequence() > last),
                "changes from " + (last + 1),
                "changes from " + header.firstSequence());
        require(
                object,
                before == null || !header.lastTime().isBefore(before.lastTime()),
                "a time not before " + (before == null ? "" : before.lastTime()),
                header.lastTime().toString());
        checkEntries(object, segment.index().entries(), claim);
    }

    private static void checkEntries(String object, List<Entry> entries, GenerationClaim claim)
            throws CorruptDataException {
        for (Entry entry : entries) {
            boolean known = entry.disk() < claim.disks().size();
            require(object, known, "one of %d disks".formatted(claim.disks().size()), "disk " + entry.disk());
            DiskSpec disk = claim.disks().get(entry.disk());
            require(
                    object,
                    entry.offset() <= disk.size() - entry.length(),
                    "a change inside the %d bytes of %s".formatted(disk.size(), disk.name()),
                    "%d bytes at %d".formatted(entry.length(), entry.offset()));
        }
    }

    private static void require(String object, boolean holds, String expected, String found)
            throws CorruptDataException {
        if (!holds) {
            throw new CorruptDataException(object, 0, expected, found);
        }
    }
}
