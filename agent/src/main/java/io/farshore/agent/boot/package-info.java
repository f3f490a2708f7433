/**
 * A machine booted from a recovery point: its disks served as views over NBD, a guest that runs on overlays over them at once, and
 * hydration behind it until the disks are plain local files. Joins {@link io.farshore.dataplane.view} to {@link
 * io.farshore.fabric.boot}.
 */
@NullMarked
package io.farshore.agent.boot;

import org.jspecify.annotations.NullMarked;
