package io.farshore.bench.figures;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** How much of the heap is in use, once what nobody needs is gone. */
public final class Heap {
    private static final int COLLECTIONS = 2;

    private Heap() {}

    /** Bytes in use after full collections. Takes a while. */
    public static long usedBytes() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }
}
