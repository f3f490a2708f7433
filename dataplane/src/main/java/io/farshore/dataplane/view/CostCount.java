package io.farshore.dataplane.view;

import io.farshore.core.extent.ExtentMap;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up what reading a disk costs, from its map alone. Reads nothing. */
final class CostCount {
    private final List<FrameTable> segments;
    private final Map<Integer, BitSet> framesOfSegment = new HashMap<>();
    private long data;
    private long zeros;

    private CostCount(List<FrameTable> segments) {
        this.segments = segments;
    }

    static ViewCost of(ExtentMap map, List<FrameTable> segments, long size) {
        CostCount count = new CostCount(segments);
        map.forEach(0, size, (offset, length, address) -> count.add(length, address));
        long stored = 0;
        for (Map.Entry<Integer, BitSet> each : count.framesOfSegment.entrySet()) {
            stored += storedBytes(segments.get(each.getKey()), each.getValue());
        }
        return new ViewCost(count.data, count.zeros, count.framesOfSegment.size(), stored);
    }

    private void add(long length, long address) {
        if (address < 0) {
            zeros += length;
            return;
        }
        data += length;
        int segment = PointMap.segmentOf(address);
        FrameTable table = segments.get(segment);
        int payload = (int) PointMap.payloadOf(address);
        framesOfSegment
                .computeIfAbsent(segment, none -> new BitSet())
                .set(table.frameAt(payload), table.frameAt((int) (payload + length - 1)) + 1);
    }

    private static long storedBytes(FrameTable table, BitSet frames) {
        return frames.stream()
                .mapToLong(frame -> table.storedOffset(frame + 1) - table.storedOffset(frame))
                .sum();
    }
}
