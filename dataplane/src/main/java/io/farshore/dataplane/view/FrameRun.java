package io.farshore.dataplane.view;

import io.farshore.core.log.Frame;
import java.util.List;

/**
 * Adjacent frames of one object.
 *
 * @param object its ordinal in the view
 * @param first number of the first frame in the object
 */
record FrameRun(int object, int first, List<Frame> frames) {
    FrameRun {
        frames = List.copyOf(frames);
    }

    int count() {
        return frames.size();
    }

    long storedOffset() {
        return frames.getFirst().storedOffset();
    }

    int storedLength() {
        Frame last = frames.getLast();
        return (int) (last.storedOffset() + last.storedLength() - storedOffset());
    }

    FrameRun part(int from, int to) {
        return new FrameRun(object, first + from, frames.subList(from, to));
    }

    /** What a frame is called in the cache. */
    static long id(int object, int frame) {
        return (long) object << 32 | frame;
    }

    /** @param index in {@link #frames} */
    long id(int index) {
        return id(object, first + index);
    }
}
