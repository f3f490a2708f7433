package io.farshore.core.log;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The memory of capture: a bounded number of bytes in segments that are open or wait to be cached. Any thread may call. Never
 * waits: when the bytes are used up, {@link #take} says no, and the change log goes on by tracking.
 */
public final class SegmentBuffers {
    private final int segmentBytes;
    private final long budget;
    private final ArrayDeque<OpenSegment> free = new ArrayDeque<>();
    private long used;

    /**
     * @param segmentBytes payload at which a segment is full
     * @param budget the most bytes of payload buffers at a time, those that wait for their next use included; at least two segments
     */
    public SegmentBuffers(int segmentBytes, long budget) {
        if (segmentBytes < 1 << 12 || budget < 2L * segmentBytes) {
            throw new IllegalArgumentException(
                    "a budget of %d bytes does not hold two segments of %d bytes".formatted(budget, segmentBytes));
        }
        this.segmentBytes = segmentBytes;
        this.budget = budget;
    }

    public int segmentBytes() {
        return segmentBytes;
    }

    /** Bytes of buffers in use. */
    public synchronized long used() {
        return used;
    }

    /** Bytes of buffers that wait for their next use. */
    synchronized long idle() {
        return (long) free.size() * segmentBytes;
    }

    public long budget() {
        return budget;
    }

    /** A buffer with room for a change of this length, or null when the budget is used up. */
    synchronized @Nullable OpenSegment take(long changeLength) {
        long capacity = Math.max(segmentBytes, changeLength);
        if (capacity > Integer.MAX_VALUE - 8 || used + capacity > budget) {
            return null;
        }
        OpenSegment taken = capacity == segmentBytes ? free.poll() : null;
        while (!free.isEmpty() && used + capacity + idle() > budget) {
            free.poll();
        }
        if (taken == null) {
            taken = new OpenSegment((int) capacity);
        }
        used += capacity;
        return taken;
    }

    /** A buffer without room for payload: there always is one. */
    OpenSegment takeEmpty() {
        return new OpenSegment(0);
    }

    synchronized void giveBack(OpenSegment segment) {
        used -= segment.capacity();
        if (segment.capacity() == segmentBytes) {
            segment.clear();
            free.push(segment);
        }
    }
}
