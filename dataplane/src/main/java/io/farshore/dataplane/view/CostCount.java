package io.farshore.dataplane.view;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Adds up what reading a disk costs, from what is known of where its bytes are. Reads index pages, no payload. */
final class CostCount {
    private final Map<Integer, BitSet> framesOfObject = new HashMap<>();
    private long data;
    private long zeros;
    private long stored;

    private CostCount() {}

    static ViewCost of(Layers layers, int disk, long size) throws IOException {
        CostCount count = new CostCount();
        layers.forEach(disk, 0, size, (offset, length, source, address) -> {
            if (source == null) {
                count.zeros += length;
            } else {
                count.add(source, address, length);
            }
        });
        return new ViewCost(count.data, count.zeros, count.framesOfObject.size(), count.stored);
    }

    private void add(FrameSource source, long address, long length) {
        data += length;
        int last = source.frameAt(address + length - 1);
        for (int number = source.frameAt(address); number <= last; number++) {
            BitSet frames = framesOfObject.computeIfAbsent(source.object(number), none -> new BitSet());
            if (!frames.get(source.inObject(number))) {
                frames.set(source.inObject(number));
                stored += source.frame(number).storedLength();
            }
        }
    }
}
