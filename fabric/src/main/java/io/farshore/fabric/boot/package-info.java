/**
 * Booting a machine from views: the stored definition is rewritten for this host, each disk becomes a qcow2 overlay over a read-only NBD
 * view, the guest runs at once, and hydration fills the overlays until they are plain local disks.
 *
 * <p>Until a disk is hydrated its overlay names the view in its header, so that a start which did not come from here finds the view or fails;
 * it never shows a half-empty disk. libvirt 9 cannot express NBD reconnection in a definition, therefore the running domain is started
 * without any backing and the view is put under the overlay over QMP, with a reconnect delay, before the first instruction runs.
 */
@NullMarked
package io.farshore.fabric.boot;

import org.jspecify.annotations.NullMarked;
