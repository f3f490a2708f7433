/**
 * A machine's disks as of a recovery point, read straight from the replica store: nothing is copied first. A
 * {@link io.farshore.dataplane.view.MachineView} opens the index runs that the point is made of, by their ends, and reads the indexes of the
 * segments behind them. A read asks these layers, newest first, where its bytes are, fetching the index pages that it needs, and then
 * fetches the frames that hold them, each checked, none twice while it is cached.
 *
 * <p>Damage is never data: a read returns what was captured, or fails with a
 * {@link io.farshore.core.failure.CorruptDataException} that names the object.
 *
 * <p>In the layer of those segments a log address is the segment's ordinal among them, then {@value io.farshore.dataplane.view.PointMap#PAYLOAD_BITS}
 * bits of offset in its payload.
 */
@NullMarked
package io.farshore.dataplane.view;

import org.jspecify.annotations.NullMarked;
