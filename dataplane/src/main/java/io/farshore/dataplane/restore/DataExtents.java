package io.farshore.dataplane.restore;

import io.farshore.core.block.BlockDevice;
import java.io.IOException;

/** How much of a disk is data. */
final class DataExtents {
    private DataExtents() {}

    /** Bytes from here to there that are not known to be zeros. */
    static long bytes(BlockDevice disk, long from, long to) throws IOException {
        long[] bytes = {0};
        disk.extents(from, to - from, (offset, length, zero) -> bytes[0] += zero ? 0 : length);
        return bytes[0];
    }
}
