package io.farshore.dataplane.view;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Notices reads that follow one another and says what to fetch next. Follows a few streams of one disk at a time. Does not read. */
final class ReadAhead {
    private static final int STREAMS = 8;

    private final long size;
    private final int window;
    private final long[] next = new long[STREAMS];
    private final long[] fetched = new long[STREAMS];
    private int eldest;

    /** A range of the disk. */
    record Range(long offset, int length) {}

    /**
     * @param size of the disk
     * @param window how far to go ahead, in bytes
     */
    ReadAhead(long size, int window) {
        this.size = size;
        this.window = window;
        Arrays.fill(next, -1);
    }

    /** Takes note of a read; returns what should be fetched now, or null. */
    synchronized @Nullable Range after(long offset, int length) {
        long end = offset + length;
        for (int stream = 0; stream < STREAMS; stream++) {
            if (next[stream] == offset) {
                next[stream] = end;
                return ahead(stream, end);
            }
        }
        next[eldest] = end;
        fetched[eldest] = end;
        eldest = (eldest + 1) % STREAMS;
        return null;
    }

    private @Nullable Range ahead(int stream, long end) {
        long from = Math.max(fetched[stream], end);
        long to = Math.min(size, end + window);
        if (from >= to || (from - end > window / 2 && to < size)) {
            return null;
        }
        fetched[stream] = to;
        return new Range(from, (int) (to - from));
    }
}
