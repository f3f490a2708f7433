package io.farshore.fabric.mirror;

/**
 * How far the initial copy of one disk is.
 *
 * @param doneBytes of {@code totalBytes}; both may grow while the guest writes, and stay at their last value when the job has ended
 */
public record MirrorProgress(String disk, DiskState state, long doneBytes, long totalBytes) {}
