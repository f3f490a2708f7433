package io.farshore.dataplane.process;

import io.farshore.dataplane.compact.CompactListener;
import io.farshore.dataplane.compact.CompactionSettings;
import java.util.concurrent.ExecutorService;

/**
 * How processors compact the machines that they hold.
 *
 * @param threads does the work; owned by whoever made it
 */
public record CompactionPlan(CompactionSettings settings, ExecutorService threads, CompactListener listener) {}
