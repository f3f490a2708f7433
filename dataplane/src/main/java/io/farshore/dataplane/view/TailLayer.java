package io.farshore.dataplane.view;

import java.io.IOException;
import java.util.List;

/** Segments that no run stands for: where their bytes are is in memory. */
final class TailLayer implements Layer {
    private final PointMap map;
    private final List<FrameTable> segments;

    TailLayer(PointMap map, List<FrameTable> segments) {
        this.map = map;
        this.segments = segments;
    }

    @Override
    public void forEach(int disk, long offset, long length, Visitor visitor) throws IOException {
        map.map(disk).<IOException>forEach(offset, length, (from, count, address) -> {
            if (address < 0) {
                visitor.visit(from, count, null, address);
            } else {
                FrameTable segment = segments.get(PointMap.segmentOf(address));
                visitor.visit(from, count, segment, PointMap.payloadOf(address));
            }
        });
    }

    @Override
    public long memoryBytes() {
        long bytes = 0;
        for (int disk = 0; disk < map.disks().size(); disk++) {
            bytes += map.map(disk).memoryBytes();
        }
        return bytes;
    }
}
