package io.farshore.fabric.mirror;

/**
 * How far the initial copy of one disk is.
 *
 * @param doneBytes of {@code totalBytes}: what is equal in the sink, holes of the disk included; grows, but for what the guest writes
 *     meanwhile, and stays at its last value when the job has ended
 * @param totalBytes the disk's size
 */
public record MirrorProgress(String disk, DiskState state, long doneBytes, long totalBytes) {}
