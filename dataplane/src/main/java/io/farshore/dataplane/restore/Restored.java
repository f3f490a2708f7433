package io.farshore.dataplane.restore;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What was restored.
 *
 * @param size of the disk, in bytes
 * @param dataBytes of it that are not known to be zeros
 * @param resumedAt how far an earlier restore had come, in bytes of the disk; 0 when there was none
 * @param bytesWritten by this restore
 */
public record Restored(
        String disk, Path file, long size, long dataBytes, long resumedAt, long bytesWritten, Duration took) {}
