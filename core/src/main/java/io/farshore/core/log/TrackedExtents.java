package io.farshore.core.log;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Where changes were, to the 64 KiB: 2 MiB of memory for a TiB of disk when all of it changed. Filled under the change log's lock,
 * read by one thread after {@link ChangeLog#endTracking}.
 */
public final class TrackedExtents {
    /** The grain in bytes. */
    public static final int GRAIN = 64 << 10;

    private final List<BitSet> disks = new ArrayList<>();

    /** Marks a range. */
    public void add(int disk, long offset, long length) {
        if (length == 0) {
            return;
        }
        while (disks.size() <= disk) {
            disks.add(new BitSet());
        }
        disks.get(disk).set((int) (offset / GRAIN), (int) ((offset + length - 1) / GRAIN) + 1);
    }

    /** Bytes of all extents. */
    public long bytes() {
        return disks.stream().mapToLong(BitSet::cardinality).sum() * GRAIN;
    }

    /** The extents in order. The last one of a disk can reach over its end. */
    public List<Extent> extents() {
        List<Extent> result = new ArrayList<>();
        for (int disk = 0; disk < disks.size(); disk++) {
            BitSet bits = disks.get(disk);
            for (int from = bits.nextSetBit(0); from >= 0; ) {
                int to = bits.nextClearBit(from);
                result.add(new Extent(disk, (long) from * GRAIN, (long) (to - from) * GRAIN));
                from = bits.nextSetBit(to);
            }
        }
        return result;
    }

    /** Part of a disk, in bytes. */
    public record Extent(int disk, long offset, long length) {}
}
