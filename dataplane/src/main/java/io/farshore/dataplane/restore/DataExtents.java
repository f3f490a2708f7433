package io.farshore.dataplane.restore;

import io.farshore.core.block.BlockDevice;
import java.io.IOException;

/** How much of a disk is data. */
final class DataExtents {
    private DataExtents() {}

    /** Bytes that are not known to be zeros. */
    static long bytes(BlockDevice disk) throws IOException {
        long[] bytes = {0};
        disk.extents(0, disk.size(), (offset, length, zero) -> bytes[0] += zero ? 0 : length);
        return bytes[0];
    }
}
