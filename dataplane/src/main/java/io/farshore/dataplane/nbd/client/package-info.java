/**
 * A remote NBD export as a {@link io.farshore.core.block.BlockDevice}: fixed newstyle with GO, structured replies and metadata contexts where
 * the server has them, one request in flight, a deadline on everything.
 *
 * <p>{@link io.farshore.dataplane.nbd.client.NbdClient} is the device; {@code ClientHandshake} agrees with the server,
 * {@code ClientRequests} sends and receives, {@code ClientStream} moves bytes until a deadline.
 */
@NullMarked
package io.farshore.dataplane.nbd.client;

import org.jspecify.annotations.NullMarked;
