/**
 * QEMU's own protocol (QMP, docs/interop/qmp-spec of QEMU), for what libvirt has no call for: nodes of the block graph, streaming,
 * bitmaps, yank. Commands travel through any {@link io.farshore.fabric.qmp.Monitor}; events do not, so what is waited for is asked for.
 */
@NullMarked
package io.farshore.fabric.qmp;

import org.jspecify.annotations.NullMarked;
