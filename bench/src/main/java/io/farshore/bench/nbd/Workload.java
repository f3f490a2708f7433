package io.farshore.bench.nbd;

import java.util.List;

/**
 * What fio does.
 *
 * @param blockBytes length of a request
 * @param depth requests in flight
 */
record Workload(String name, boolean isRead, int blockBytes, int depth) {
    static final Workload WRITE_4K_QD1 = new Workload("4 KiB write, QD1", false, 4 << 10, 1);
    static final Workload WRITE_4K_QD32 = new Workload("4 KiB write, QD32", false, 4 << 10, 32);
    static final Workload WRITE_1M_QD8 = new Workload("1 MiB write, QD8", false, 1 << 20, 8);

    static final List<Workload> ALL = List.of(
            WRITE_4K_QD1,
            WRITE_4K_QD32,
            new Workload("64 KiB write, QD32", false, 64 << 10, 32),
            WRITE_1M_QD8,
            new Workload("4 KiB read, QD32", true, 4 << 10, 32),
            new Workload("1 MiB read, QD8", true, 1 << 20, 8));

    String fioName() {
        return isRead ? "randread" : "randwrite";
    }
}
