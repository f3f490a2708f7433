package io.farshore.bench.nbd;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the sink is to reach, as a ratio to nbdkit's memory, with everything it does behind it running.
 *
 * @param isLimit the ratio is to be at most, not at least, the bound
 */
record Aim(String name, Workload load, ToDoubleFunction<Row> ratio, boolean isLimit, double bound) {
    static final List<Aim> ALL = List.of(
            new Aim("latency, 4 KiB write at QD1", Workload.WRITE_4K_QD1, Row::latencyRatio, true, 1.3),
            new Aim("IOPS, 4 KiB write at QD32", Workload.WRITE_4K_QD32, Row::speedRatio, false, 0.8),
            new Aim("throughput, 1 MiB write at QD8", Workload.WRITE_1M_QD8, Row::speedRatio, false, 0.7));

    /** The aim and what was measured for it. */
    record Outcome(Aim aim, double ratio, boolean isReached, double loggedShare) {
        /** Whether the number is one of a log at work; while changes are only tracked it is no claim. */
        boolean countsAsLogged() {
            return loggedShare > 0.999;
        }
    }

    Outcome outcome(List<Row> rows) {
        Row row = rows.stream()
                .filter(each -> each.load().equals(load) && each.server().equals(FarshorePeer.SINK))
                .findFirst()
                .orElseThrow();
        double measured = ratio.applyAsDouble(row);
        boolean reached = isLimit ? measured <= bound : measured >= bound;
        return new Outcome(this, measured, reached, row.loggedShare());
    }
}
