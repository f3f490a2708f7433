/**
 * Serves {@link io.farshore.core.block.BlockDevice}s over NBD: fixed newstyle handshake, structured replies, block status
 * ({@code base:allocation}), FLUSH, FUA, TRIM, WRITE_ZEROES; block sizes 1 / 4096 / 32 MiB; unix sockets and TCP, no TLS.
 *
 * <p>{@link io.farshore.dataplane.nbd.server.NbdServer} accepts; each connection has one platform thread that negotiates
 * and then executes requests one after the other, in the order they came. A second connection to the same export runs beside it
 * (CAN_MULTI_CONN: a flush of a device covers all its connections). Replies are gathered and sent when no complete
 * request is waiting, or when the oldest is 200 µs old. In steady state a request allocates nothing.
 */
@NullMarked
package io.farshore.dataplane.nbd.server;

import org.jspecify.annotations.NullMarked;
