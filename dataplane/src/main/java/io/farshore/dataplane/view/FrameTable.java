package io.farshore.dataplane.view;

import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.Frame;
import io.farshore.core.log.SegmentIndex;
import java.util.Arrays;
import java.util.List;

/** Where the frames of one segment are: what is kept of its index while a view is open, in three numbers per frame. */
final class FrameTable {
    private static final int RAW = 1 << 31;

    private final String key;
    private final ObjectCipher cipher;
    /** Start of each frame in the object, and the end of the last; the top bit says that the frame is not compressed. */
    private final int[] stored;
    /** Start of each frame in the payload, and the end of the last. */
    private final int[] plain;

    private final int[] checksums;

    FrameTable(String key, SegmentIndex index, ObjectCipher cipher) throws CorruptDataException {
        this.cipher = cipher;
        this.key = key;
        List<Frame> frames = index.frames();
        int count = frames.size();
        stored = new int[count + 1];
        plain = new int[count + 1];
        checksums = new int[count];
        for (int i = 0; i < count; i++) {
            Frame frame = frames.get(i);
            stored[i] = small(frame.storedOffset()) | (frame.codec() == Frame.Codec.RAW ? RAW : 0);
            plain[i] = small(frame.plainOffset());
            checksums[i] = frame.checksum();
            stored[i + 1] = small(frame.storedOffset() + frame.storedLength());
            plain[i + 1] = small(frame.plainOffset() + frame.plainLength());
        }
    }

    private int small(long value) throws CorruptDataException {
        if (value > Integer.MAX_VALUE) {
            throw new CorruptDataException(key, 0, "a segment of less than 2 GiB", "more");
        }
        return (int) value;
    }

    /** The segment's key. */
    String key() {
        return key;
    }

    ObjectCipher cipher() {
        return cipher;
    }

    Frame frame(int number) {
        int from = storedOffset(number);
        return new Frame(
                from,
                storedOffset(number + 1) - from,
                plain[number],
                plain[number + 1] - plain[number],
                (stored[number] & RAW) != 0 ? Frame.Codec.RAW : Frame.Codec.ZSTD,
                checksums[number]);
    }

    /** Where a frame's bytes start in the object; for the number after the last, where they end. */
    int storedOffset(int number) {
        return stored[number] & ~RAW;
    }

    /** Where a frame's payload starts; for the number after the last, where it ends. */
    int plainOffset(int number) {
        return plain[number];
    }

    /** The frame that holds this byte of the payload. */
    int frameAt(int payload) {
        int found = Arrays.binarySearch(plain, 0, plain.length - 1, payload);
        return found >= 0 ? found : -found - 2;
    }
}
