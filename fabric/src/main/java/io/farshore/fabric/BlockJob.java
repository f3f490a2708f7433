package io.farshore.fabric;

/**
 * A running block job of a disk.
 *
 * @param doneBytes equals {@code totalBytes} only when the job is ready; both may grow while the guest writes
 */
public record BlockJob(long doneBytes, long totalBytes) {
    public boolean isReady() {
        return totalBytes > 0 && doneBytes == totalBytes;
    }
}
