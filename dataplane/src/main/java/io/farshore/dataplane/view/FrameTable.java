package io.farshore.dataplane.view;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.Frame;
import io.farshore.core.log.SegmentIndex;
import java.util.Arrays;
import java.util.List;

/** Where the frames of one segment are: what is kept of its index while a view is open, in three numbers per frame. */
final class FrameTable implements FrameSource {
    private static final int RAW = 1 << 31;

    private final int object;
    /** Start of each frame in the object, and the end of the last; the top bit says that the frame is not compressed. */
    private final int[] stored;
    /** Start of each frame in the payload, and the end of the last. */
    private final int[] plain;

    private final int[] checksums;

    /** @param key for errors */
    FrameTable(int object, String key, SegmentIndex index) throws CorruptDataException {
        this.object = object;
        List<Frame> frames = index.frames();
        int count = frames.size();
        stored = new int[count + 1];
        plain = new int[count + 1];
        checksums = new int[count];
        for (int i = 0; i < count; i++) {
            Frame frame = frames.get(i);
            stored[i] = small(key, frame.storedOffset()) | (frame.codec() == Frame.Codec.RAW ? RAW : 0);
            plain[i] = small(key, frame.plainOffset());
            checksums[i] = frame.checksum();
            stored[i + 1] = small(key, frame.storedOffset() + frame.storedLength());
            plain[i + 1] = small(key, frame.plainOffset() + frame.plainLength());
        }
    }

    private static int small(String key, long value) throws CorruptDataException {
        if (value > Integer.MAX_VALUE) {
            throw new CorruptDataException(key, 0, "a segment of less than 2 GiB", "more");
        }
        return (int) value;
    }

    @Override
    public Frame frame(int number) {
        int from = stored[number] & ~RAW;
        return new Frame(
                from,
                (stored[number + 1] & ~RAW) - from,
                plain[number],
                plain[number + 1] - plain[number],
                (stored[number] & RAW) != 0 ? Frame.Codec.RAW : Frame.Codec.ZSTD,
                checksums[number]);
    }

    @Override
    public long start(int number) {
        return plain[number];
    }

    @Override
    public int frameAt(long payload) {
        int found = Arrays.binarySearch(plain, 0, plain.length - 1, (int) payload);
        return found >= 0 ? found : -found - 2;
    }

    @Override
    public int object(int number) {
        return object;
    }

    @Override
    public int inObject(int number) {
        return number;
    }
}
