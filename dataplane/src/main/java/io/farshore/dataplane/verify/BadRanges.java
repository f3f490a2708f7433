package io.farshore.dataplane.verify;

import io.farshore.core.log.Frame;
import io.farshore.dataplane.verify.Damage.DiskRange;
import io.farshore.dataplane.view.PointMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which parts of the disks at a point lie in frames that cannot be read. */
final class BadRanges {
    private final Map<Integer, List<Frame>> framesBySegment;
    private final Map<Integer, List<DiskRange>> rangesBySegment = new HashMap<>();

    private BadRanges(Map<Integer, List<Frame>> framesBySegment) {
        this.framesBySegment = framesBySegment;
    }

    /** The parts, by the ordinal of the segment. */
    static Map<Integer, List<DiskRange>> of(PointMap map, Map<Integer, List<Frame>> framesBySegment) {
        BadRanges ranges = new BadRanges(framesBySegment);
        if (!framesBySegment.isEmpty()) {
            for (int disk = 0; disk < map.disks().size(); disk++) {
                String name = map.disks().get(disk).name();
                map.map(disk).forEachMapped((offset, length, address) -> ranges.add(name, offset, length, address));
            }
        }
        return ranges.rangesBySegment;
    }

    private void add(String disk, long offset, long length, long address) {
        int segment = PointMap.segmentOf(address);
        List<Frame> frames = address < 0 ? null : framesBySegment.get(segment);
        if (frames == null) {
            return;
        }
        long payload = PointMap.payloadOf(address);
        for (Frame frame : frames) {
            long from = Math.max(payload, frame.plainOffset());
            long to = Math.min(payload + length, frame.plainOffset() + frame.plainLength());
            if (from < to) {
                rangesBySegment
                        .computeIfAbsent(segment, each -> new ArrayList<>())
                        .add(new DiskRange(disk, offset + from - payload, to - from));
            }
        }
    }
}
