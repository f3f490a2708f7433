package io.farshore.agent.attach;

/**
 * How fast a mirror may copy: as fast as the log is shipped, so that the copy never uses up the memory of capture. A guest's own writes
 * are not slowed by it. Grows while there is room and halves when there is not.
 */
final class CopyPace {
    private static final long FIRST = 64L << 20;
    private static final long LEAST = 1L << 20;
    private static final long MOST = 4L << 30;
    private static final double ROOMY = 0.2;
    private static final double TIGHT = 0.4;

    private final long limit;
    private long pace;

    /** @param limit what the operator allows, in bytes per second and disk; 0 without limit */
    CopyPace(long limit) {
        this.limit = limit == 0 ? MOST : limit;
        this.pace = Math.min(FIRST, this.limit);
    }

    /** In bytes per second and disk. */
    long now() {
        return pace;
    }

    /**
     * Looks again; to be called about four times a second.
     *
     * @param fill the share of capture's memory that is in use
     * @return whether the pace has changed
     */
    boolean adjust(double fill) {
        long before = pace;
        if (fill > TIGHT) {
            pace = Math.max(LEAST, pace / 2);
        } else if (fill < ROOMY) {
            pace = Math.min(limit, pace + pace / 4);
        }
        return pace != before;
    }
}
