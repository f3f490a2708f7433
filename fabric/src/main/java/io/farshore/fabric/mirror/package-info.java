/**
 * Mirror capture: one synchronous QEMU mirror job per disk of a running domain into an NBD sink on a unix socket. A guest write completes
 * only when both the disk and the sink have it; a sink that dies ends its job and the guest runs on; a sink that hangs is yanked.
 */
@NullMarked
package io.farshore.fabric.mirror;

import org.jspecify.annotations.NullMarked;
