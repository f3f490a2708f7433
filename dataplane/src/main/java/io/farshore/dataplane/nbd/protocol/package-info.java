/**
 * The numbers of the NBD protocol, as far as we speak it, under the names the public protocol document gives them
 * (doc/proto.md of the NetworkBlockDevice project). Everything on the wire is big-endian. No behaviour lives here.
 *
 * <p>Handshake: the server sends {@code NBDMAGIC IHAVEOPT flags:16}, the client answers {@code flags:32}, then sends options
 * {@code IHAVEOPT option:32 length:32 data}, each answered by {@code magic:64 option:32 type:32 length:32 data}, until
 * EXPORT_NAME or GO succeeds. Transmission: requests {@code magic:32 flags:16 type:16 cookie:64 offset:64 length:32 [payload]},
 * answered in any order by simple replies {@code magic:32 error:32 cookie:64 [data]} or, when negotiated, by one or more chunks
 * {@code magic:32 flags:16 type:16 cookie:64 length:32 payload}, the last with the flag DONE.
 */
@NullMarked
package io.farshore.dataplane.nbd.protocol;

import org.jspecify.annotations.NullMarked;
