package io.farshore.dataplane.restore;

import java.time.Duration;

/** Hears how far a restore is; called by one thread at a time, up to five times a second, and once at the end of each disk. */
@FunctionalInterface
public interface RestoreProgress {
    void restored(Advance advance);

    /**
     * How far a restore is. Bytes are those of data; zeros do not count.
     *
     * @param disk being restored
     * @param bytes of it that are written, by an earlier restore that this one resumes as well
     * @param totalBytes that it holds
     * @param allBytes written of all disks
     * @param allTotalBytes that all disks hold
     * @param bytesPerSecond since this restore was begun
     */
    record Advance(String disk, long bytes, long totalBytes, long allBytes, long allTotalBytes, double bytesPerSecond) {
        public int percent() {
            return percent(bytes, totalBytes);
        }

        public int allPercent() {
            return percent(allBytes, allTotalBytes);
        }

        /** How long this disk takes at this speed; longer than a century when nothing moves. */
        public Duration left() {
            return left(totalBytes - bytes);
        }

        /** How long all disks take at this speed. */
        public Duration allLeft() {
            return left(allTotalBytes - allBytes);
        }

        private static int percent(long bytes, long total) {
            return total == 0 ? 100 : (int) (100.0 * bytes / total);
        }

        private Duration left(long bytes) {
            return Duration.ofSeconds((long) Math.min(1L << 32, Math.ceil(bytes / Math.max(1, bytesPerSecond))));
        }
    }
}
