package io.farshore.agent.attach;

/**
 * How fast disks may be copied into the sinks: so that half of the memory of capture stays free for what the guest writes, however slowly
 * it is shipped. A copy that used it up would have to begin again. The less memory is left, the slower; adjusted several times a second.
 */
final class CopyPace {
    /** In what time the copy may use up what is left. */
    private static final double SECONDS = 0.5;

    private static final long LEAST = 64 << 10;

    private final long limit;
    private final int disks;
    private long set;

    /**
     * @param limit bytes per second and disk that a person has set, 0 for none
     * @param disks that are copied at a time
     */
    CopyPace(long limit, int disks) {
        this.limit = limit;
        this.disks = disks;
    }

    /**
     * The pace now.
     *
     * @param spareBytes of memory that the copy may still use
     * @return bytes per second and disk
     */
    long bytesPerSecond(long spareBytes) {
        long pace = Math.max(LEAST, (long) (spareBytes / SECONDS) / disks);
        set = limit == 0 ? pace : Math.min(pace, limit);
        return set;
    }

    /** Whether the pace now differs enough from the last one to be worth telling. */
    boolean hasChanged(long spareBytes) {
        long before = set;
        long now = bytesPerSecond(spareBytes);
        boolean changed = Math.abs(now - before) > before / 8;
        set = changed ? now : before;
        return changed;
    }
}
