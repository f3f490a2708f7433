package io.farshore.dataplane.view;

/**
 * Adjacent frames of one segment.
 *
 * @param segment its ordinal
 * @param first frame
 * @param last frame, included
 */
record FrameRun(int segment, int first, int last) {
    int count() {
        return last - first + 1;
    }

    /** What a frame is called in the cache. */
    static long id(int segment, int frame) {
        return (long) segment << 32 | frame;
    }

    long id(int frame) {
        return id(segment, frame);
    }
}
