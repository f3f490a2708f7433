package io.farshore.dataplane.view;

/**
 * How much a view may use.
 *
 * @param cacheBytes payload kept in memory for all disks together
 * @param readAheadBytes how far sequential reads are fetched ahead; 0 for never; at most a quarter of the cache
 * @param reads at most so many reads of the store at a time
 */
public record ViewSettings(long cacheBytes, int readAheadBytes, int reads) {
    public ViewSettings {
        if (cacheBytes < 1 << 20 || readAheadBytes < 0 || readAheadBytes > cacheBytes / 4 || reads < 1) {
            throw new IllegalArgumentException(
                    "a view with a cache of %d bytes, %d bytes of read-ahead and %d reads at a time: the cache must be at least"
                                    .formatted(cacheBytes, readAheadBytes, reads)
                            + " 1 MiB, read-ahead at most a quarter of it, and reads at least 1");
        }
    }

    /** 64 MiB of cache, 4 MiB of read-ahead, 16 reads at a time. */
    public static ViewSettings defaults() {
        return new ViewSettings(64L << 20, 4 << 20, 16);
    }

    /** Index pages kept in memory, besides the payload: a quarter of its limit. */
    long pageBytes() {
        return cacheBytes / 4;
    }

    public ViewSettings withoutReadAhead() {
        return new ViewSettings(cacheBytes, 0, reads);
    }

    public ViewSettings withCacheBytes(long bytes) {
        return new ViewSettings(bytes, (int) Math.min(readAheadBytes, bytes / 4), reads);
    }
}
