package io.farshore.dataplane.verify;

import io.farshore.core.log.Frame;
import java.util.List;

/** What is kept of the frames of a sound object while the pages that point to them are checked: eight bytes each. A value. */
final class FramePrints {
    private static final long PRIME = 0x9E37_79B9_7F4A_7C15L;

    private final long[] prints;

    FramePrints(List<Frame> frames) {
        prints = frames.stream().mapToLong(FramePrints::print).toArray();
    }

    /** Whether the object has exactly this frame under this number. */
    boolean has(int number, Frame frame) {
        return number < prints.length && prints[number] == print(frame);
    }

    private static long print(Frame frame) {
        long print = frame.storedOffset();
        print = mix(print, frame.storedLength());
        print = mix(print, frame.plainOffset());
        print = mix(print, frame.plainLength());
        print = mix(print, frame.codec() == Frame.Codec.RAW ? 0 : 1);
        return mix(print, frame.checksum());
    }

    private static long mix(long print, long value) {
        long mixed = (print ^ value) * PRIME;
        return mixed ^ (mixed >>> 29);
    }
}
