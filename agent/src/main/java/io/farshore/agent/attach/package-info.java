/**
 * Capture attached to a running libvirt domain: one sink per disk, and a synchronous mirror job of QEMU that writes to each. The guest
 * is not restarted and does not notice. Joins {@link io.farshore.fabric.mirror} to {@link io.farshore.dataplane.replicate}; knows
 * neither protocol nor log itself.
 */
@NullMarked
package io.farshore.agent.attach;

import org.jspecify.annotations.NullMarked;
