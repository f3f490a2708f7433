package io.farshore.dataplane.restore;

import java.util.Arrays;

/** Hands out the stretches of a disk, in order, to a few workers, and knows up to where all are done. */
final class Stretches {
    /** The length of each but the last. */
    static final int LENGTH = 4 << 20;

    private final long end;
    private final long[] working;
    private long next;

    Stretches(long start, long end, int workers) {
        this.end = end;
        next = start;
        working = new long[workers];
        Arrays.fill(working, Long.MAX_VALUE);
    }

    /** The next stretch, or -1 when there is none. Says as well that the worker has done the one it had. */
    synchronized long claim(int worker) {
        if (next >= end) {
            working[worker] = Long.MAX_VALUE;
            return -1;
        }
        working[worker] = next;
        next = Math.min(end, next + LENGTH);
        return working[worker];
    }

    /** Everything before is done. */
    synchronized long done() {
        return Math.min(next, Arrays.stream(working).min().orElse(next));
    }
}
