package io.farshore.fabric.boot;

/**
 * How far one disk is.
 *
 * @param doneBytes of {@code totalBytes}; these are equal for a disk that needs its view no more
 * @param hydrated the disk is a plain local disk
 */
public record HydrationProgress(String disk, long doneBytes, long totalBytes, boolean hydrated) {}
