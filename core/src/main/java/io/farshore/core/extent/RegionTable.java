package io.farshore.core.extent;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The regions of one GiB, and which of them may be changed in place. A table belongs to one map at a time; to every other it is
 * read-only, for ever. Does not check that: the map does, with {@link #belongsTo}.
 */
final class RegionTable {
    static final int SHIFT = Region.SHIFT + 8;
    static final long SIZE = 1L << SHIFT;

    private static final int REGIONS = 1 << (SHIFT - Region.SHIFT);

    /** Belongs to nobody, so that all maps can share it. */
    static final RegionTable ZEROS = zeros();

    private final Object owner;
    private final @Nullable Region[] regions;

    /** One bit per region: made or copied since the table was, so no other table has it. */
    private final long[] owned = new long[REGIONS / Long.SIZE];

    RegionTable(Object owner) {
        this(owner, new @Nullable Region[REGIONS]);
    }

    private RegionTable(Object owner, @Nullable Region[] regions) {
        this.owner = owner;
        this.regions = regions;
    }

    private static RegionTable zeros() {
        RegionTable table = new RegionTable(new Object());
        Arrays.fill(table.regions, WholeRegion.of(ExtentMap.ZEROS));
        return table;
    }

    boolean belongsTo(Object map) {
        return owner.equals(map);
    }

    /** A table of the same regions for another owner, who copies each before changing it. */
    RegionTable copyFor(Object newOwner) {
        return new RegionTable(newOwner, regions.clone());
    }

    /** The region that holds the byte at {@code offset} of the disk, or null when nothing was put there. */
    @Nullable
    Region regionAt(long offset) {
        return regions[indexOf(offset)];
    }

    /** Maps {@code [start, end)}, disk offsets within one region. */
    void put(long start, long end, long address) {
        int index = indexOf(start);
        int from = (int) (start & (Region.SIZE - 1));
        int to = from + (int) (end - start);
        regions[index] = changed(index, from, to, address);
        owned[index / Long.SIZE] |= 1L << index;
    }

    private Region changed(int index, int from, int to, long address) {
        Region region = regions[index];
        if (region == null || to - from == Region.SIZE) {
            return Region.of(from, to, address);
        }
        boolean mayChange = (owned[index / Long.SIZE] & 1L << index) != 0;
        return (mayChange ? region : region.copy()).put(from, to, address);
    }

    private static int indexOf(long offset) {
        return (int) (offset >>> Region.SHIFT) & (REGIONS - 1);
    }

    long extentCount() {
        long count = 0;
        for (Region region : regions) {
            count += region == null ? 0 : region.extentCount();
        }
        return count;
    }

    long mappedBytes() {
        long bytes = 0;
        for (Region region : regions) {
            bytes += region == null ? 0 : region.mappedBytes();
        }
        return bytes;
    }

    long memoryBytes() {
        long bytes = HeapSize.object(3 * HeapSize.REFERENCE)
                + HeapSize.array(REGIONS, HeapSize.REFERENCE)
                + HeapSize.array(owned.length, Long.BYTES);
        for (Region region : regions) {
            bytes += region == null ? 0 : region.memoryBytes();
        }
        return bytes;
    }
}
