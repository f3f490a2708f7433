package io.farshore.fabric.boot;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a machine came up.
 *
 * @param started its QEMU was there, paused
 * @param resumed the guest's first instruction
 * @param hydrated its disks were local; null until then
 */
public record BootTimes(
        Instant started, Instant resumed, @Nullable Instant hydrated) {}
