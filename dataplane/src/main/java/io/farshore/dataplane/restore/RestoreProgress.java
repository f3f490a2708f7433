package io.farshore.dataplane.restore;

/** Hears how far a restore is; called on the restoring thread about five times a second, and once at the end of each disk. */
@FunctionalInterface
public interface RestoreProgress {
    /**
     * @param disk being restored
     * @param bytes of data written so far; zeros do not count
     * @param totalBytes of data that the disk holds
     * @param bytesPerSecond since the disk was begun
     */
    void restored(String disk, long bytes, long totalBytes, double bytesPerSecond);
}
