package io.farshore.core.run;

import io.farshore.core.log.Frame;
import io.farshore.core.log.SegmentIndex;
import java.util.ArrayList;
import java.util.List;

/** Frames in a row, whose payload is addressed from 0: those of a segment, or those that one page of a run speaks of. A value. */
public final class Payload {
    private final List<PlacedFrame> frames;
    /** Where the payload of each frame starts, and where that of the last ends. */
    private final long[] starts;

    public Payload(List<PlacedFrame> frames) {
        this.frames = frames;
        starts = new long[frames.size() + 1];
        for (int i = 0; i < frames.size(); i++) {
            starts[i + 1] = starts[i] + frames.get(i).frame().plainLength();
        }
    }

    /** The payload of a segment or a data object. */
    public static Payload of(StoredName object, List<Frame> frames) {
        List<PlacedFrame> placed = new ArrayList<>(frames.size());
        for (int number = 0; number < frames.size(); number++) {
            placed.add(new PlacedFrame(object, number, frames.get(number)));
        }
        return new Payload(placed);
    }

    public static Payload of(StoredName segment, SegmentIndex index) {
        return of(segment, index.frames());
    }

    public long length() {
        return starts[frames.size()];
    }

    /** How many frames there are. */
    public int frames() {
        return frames.size();
    }

    public PlacedFrame frame(int number) {
        return frames.get(number);
    }

    /** Where a frame's payload starts; for the number after the last, where it ends. */
    public long start(int number) {
        return starts[number];
    }

    /** The number of the frame that holds this byte. */
    public int frameAt(long address) {
        int low = 0;
        int high = frames.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (starts[middle] <= address) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Tells which frames hold a range, one part after the other. */
    public void forEachFrame(long address, long length, Visitor visitor) {
        long end = address + length;
        int number = frameAt(address);
        for (long at = address; at < end; number++) {
            long partEnd = Math.min(end, starts[number + 1]);
            visitor.visit(frames.get(number), at - starts[number], at - address, partEnd - at);
            at = partEnd;
        }
    }

    /** Hears where the parts of a range are. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * @param inFrame where the part starts in the frame
         * @param inRange where it starts in the range
         */
        void visit(PlacedFrame frame, long inFrame, long inRange, long length);
    }
}
