package io.farshore.dataplane.nbd.server;

import io.farshore.core.block.BlockDevice;
import io.farshore.dataplane.nbd.protocol.Transmission;

/**
 * What a handshake led to.
 *
 * @param structured replies to READ and BLOCK_STATUS are chunks
 * @param allocation BLOCK_STATUS may be asked for {@code base:allocation}
 */
record Agreement(Export export, boolean structured, boolean allocation) {
    static final int MINIMUM_BLOCK = 1;
    static final int PREFERRED_BLOCK = 4096;
    /** The only context we have; its number is ours to choose. */
    static final int ALLOCATION_ID = 1;

    BlockDevice device() {
        return export.device();
    }

    /** The transmission flags of a device. */
    static int flags(BlockDevice device, boolean structured) {
        int common = Transmission.HAS_FLAGS
                | Transmission.SEND_FLUSH
                | Transmission.SEND_FUA
                | Transmission.CAN_MULTI_CONN
                | (structured ? Transmission.SEND_DF : 0);
        return common
                | (device.isReadOnly()
                        ? Transmission.READ_ONLY
                        : Transmission.SEND_TRIM | Transmission.SEND_WRITE_ZEROES);
    }
}
