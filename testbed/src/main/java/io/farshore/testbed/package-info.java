/**
 * Regions on one machine. A {@link io.farshore.testbed.TestBed} is a WAN (a bridge in a network namespace of its own) and
 * {@link io.farshore.testbed.Host}s joined to it, each with its own processes, mounts, network, libvirtd and local storage.
 * A host can be cut off, slowed and killed as a power failure would kill it.
 *
 * <p>Nothing of a bed has a name that could be left behind: its network, its mounts and its processes live in namespaces whose
 * first process is tied by a pipe to the program that made the bed. When the program closes the bed, ends, or is killed, the
 * pipe ends and the kernel takes everything down; only a directory has to be deleted, by a small supervisor that stays
 * behind. Knows nothing about logs, stores or the libvirt API.
 */
@NullMarked
package io.farshore.testbed;

import org.jspecify.annotations.NullMarked;
