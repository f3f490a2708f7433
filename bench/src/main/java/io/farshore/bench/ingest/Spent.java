package io.farshore.bench.ingest;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** How long something took, and how much processor time this program spent meanwhile, collector and compiler included. */
record Spent(double seconds, double cpuSeconds) {
    /** Something to measure. */
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    static Spent on(Work work) throws IOException, InterruptedException {
        long cpu = cpuNanos();
        long start = System.nanoTime();
        work.run();
        return new Spent((System.nanoTime() - start) / 1e9, (cpuNanos() - cpu) / 1e9);
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    Spent plus(Spent other) {
        return new Spent(seconds + other.seconds, cpuSeconds + other.cpuSeconds);
    }
}
