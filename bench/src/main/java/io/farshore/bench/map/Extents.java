package io.farshore.bench.map;

import io.farshore.core.extent.ExtentMap;

/** A map from disk offsets to log addresses, ours or the peer. */
sealed interface Extents permits Extents.Ours, TreeOfExtents {
    void put(long offset, long length, long address);

    long addressOf(long offset);

    long count();

    /** The heap it takes by its own word; 0 when it does not know. */
    long memoryBytes();

    /** The extent map that views use. */
    record Ours(ExtentMap map) implements Extents {
        @Override
        public void put(long offset, long length, long address) {
            map.put(offset, length, address);
        }

        @Override
        public long addressOf(long offset) {
            return map.addressOf(offset);
        }

        @Override
        public long count() {
            return map.extentCount();
        }

        @Override
        public long memoryBytes() {
            return map.memoryBytes();
        }
    }
}
