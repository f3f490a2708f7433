package io.farshore.bench.map;

import io.farshore.core.extent.ExtentMap;
import java.util.Map;
import java.util.TreeMap;

/** The peer: what one would write with the collections of the JDK, a tree of extents by where they start. The newest put wins; neighbours are joined. */
final class TreeOfExtents implements Extents {
    private final TreeMap<Long, Extent> extents = new TreeMap<>();

    private record Extent(long end, long address) {}

    @Override
    public void put(long offset, long length, long address) {
        long end = offset + length;
        cutAt(offset);
        cutAt(end);
        extents.subMap(offset, end).clear();
        Map.Entry<Long, Extent> before = extents.lowerEntry(offset);
        if (before != null && continues(before, offset, address)) {
            extents.put(before.getKey(), new Extent(end, before.getValue().address));
        } else {
            extents.put(offset, new Extent(end, address));
        }
    }

    private static boolean continues(Map.Entry<Long, Extent> before, long offset, long address) {
        Extent extent = before.getValue();
        return extent.end == offset && extent.address + (offset - before.getKey()) == address;
    }

    private void cutAt(long offset) {
        Map.Entry<Long, Extent> cut = extents.lowerEntry(offset);
        if (cut != null && cut.getValue().end > offset) {
            Extent whole = cut.getValue();
            extents.put(cut.getKey(), new Extent(offset, whole.address));
            extents.put(offset, new Extent(whole.end, whole.address + (offset - cut.getKey())));
        }
    }

    @Override
    public long addressOf(long offset) {
        Map.Entry<Long, Extent> found = extents.floorEntry(offset);
        return found == null || found.getValue().end <= offset
                ? ExtentMap.ABSENT
                : found.getValue().address + (offset - found.getKey());
    }

    @Override
    public long count() {
        return extents.size();
    }

    @Override
    public long memoryBytes() {
        return 0;
    }
}
