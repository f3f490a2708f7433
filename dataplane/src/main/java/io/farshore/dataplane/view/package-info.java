/**
 * A machine's disks as of a recovery point, read straight from the replica store: nothing is copied first. A
 * {@link io.farshore.dataplane.view.MachineView} reads the index at the end of each segment that the point is made of, and from
 * then on knows where every byte is; a read fetches the frames that hold it, each checked, none twice while it is cached.
 *
 * <p>Damage is never data: a read returns what was captured, or fails with a
 * {@link io.farshore.core.failure.CorruptDataException} that names the object.
 *
 * <p>A log address is the segment's ordinal among those of the point, then {@value io.farshore.dataplane.view.PointMap#PAYLOAD_BITS}
 * bits of offset in its payload.
 */
@NullMarked
package io.farshore.dataplane.view;

import org.jspecify.annotations.NullMarked;
