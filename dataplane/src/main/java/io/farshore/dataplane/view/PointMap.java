package io.farshore.dataplane.view;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.extent.ExtentMap;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.Entry;
import io.farshore.core.log.SegmentIndex;
import java.util.ArrayList;
import java.util.List;

/**
 * Where in the segments of a recovery point each byte of each disk is. Filled by {@link #add} or {@link #skip} for each segment in order;
 * not for more than one thread until then. Does not read segments.
 */
public final class PointMap {
    /** The payload of a segment is less than 2 GiB: whoever made it held it in one array. */
    static final int PAYLOAD_BITS = 31;

    private static final long PAYLOAD_MASK = (1L << PAYLOAD_BITS) - 1;

    private final DiskLineage lineage;
    private final ReplicaKeys keys;
    private final List<ExtentMap> maps = new ArrayList<>();
    private int segments;

    /** The empty map of the point. */
    public PointMap(Catalog catalog, RecoveryPoint point) {
        lineage = new DiskLineage(catalog, point.position().generation());
        keys = new ReplicaKeys(catalog.descriptor().machine());
        lineage.disks().forEach(disk -> maps.add(new ExtentMap()));
    }

    /** The disks at the point. */
    public List<DiskSpec> disks() {
        return lineage.disks();
    }

    /** Where the bytes of a disk are, by its number in {@link #disks}. */
    public ExtentMap map(int disk) {
        return maps.get(disk);
    }

    /** The ordinal of the segment that an address is in; they count from 0 in the order they were added. */
    public static int segmentOf(long address) {
        return (int) (address >>> PAYLOAD_BITS);
    }

    /** Which byte of its segment's payload an address is. */
    public static long payloadOf(long address) {
        return address & PAYLOAD_MASK;
    }

    /** Lays the changes of the next segment over those before; does nothing when one of them cannot be. */
    public void add(SegmentRef segment, SegmentIndex index) throws CorruptDataException {
        String key = keys.segment(segment.id());
        if (index.plainLength() > PAYLOAD_MASK) {
            throw new CorruptDataException(key, 0, "less than 2 GiB of payload", index.plainLength() + " bytes");
        }
        List<DiskLineage.Ancestor> disks = lineage.of(segment.id().generation());
        long base = (long) segments << PAYLOAD_BITS;
        for (Entry entry : index.entries()) {
            check(key, entry, disks);
        }
        for (Entry entry : index.entries()) {
            DiskLineage.Ancestor ancestor = disks.get(entry.disk());
            long length = Math.min(entry.length(), ancestor.kept() - entry.offset());
            if (ancestor.disk() >= 0 && length > 0) {
                long address = entry.isZeros() ? ExtentMap.ZEROS : base + entry.payload();
                maps.get(ancestor.disk()).put(entry.offset(), length, address);
            }
        }
        segments++;
    }

    /** Leaves out the next segment, which cannot be read. */
    public void skip() {
        segments++;
    }

    private static void check(String key, Entry entry, List<DiskLineage.Ancestor> disks) throws CorruptDataException {
        if (entry.disk() >= disks.size()) {
            throw new CorruptDataException(
                    key, 0, "changes to disks 0 to " + (disks.size() - 1), "one to disk " + entry.disk());
        }
        long size = disks.get(entry.disk()).size();
        if (entry.offset() + entry.length() > size) {
            throw new CorruptDataException(
                    key,
                    0,
                    "changes within the %d bytes of disk %d".formatted(size, entry.disk()),
                    "%d bytes at %d".formatted(entry.length(), entry.offset()));
        }
    }
}
