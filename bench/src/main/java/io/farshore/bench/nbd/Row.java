package io.farshore.bench.nbd;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A line of the result: medians over the rounds. Ratios are medians of the rounds' ratios, each within its round.
 *
 * @param meanMicros of a request
 * @param p99Micros of a request
 * @param speedRatio to nbdkit; more is faster
 * @param latencyRatio to nbdkit; less is faster
 * @param loggedShare of the writes; NaN for servers without a log. The lowest of all rounds
 * @param drainSeconds NaN for servers without a log
 */
record Row(
        Workload load,
        String server,
        double perSecond,
        double mibPerSecond,
        double meanMicros,
        double p99Micros,
        double speedRatio,
        double latencyRatio,
        double loggedShare,
        double drainSeconds) {
    private static final double MIB = 1 << 20;

    /** @param rounds measurements of one server under one workload, at least one */
    static Row of(List<Measurement> rounds) {
        Measurement any = rounds.getFirst();
        return new Row(
                any.load(),
                any.server(),
                median(rounds, round -> round.result().perSecond()),
                median(rounds, round -> round.result().bytesPerSecond() / MIB),
                median(rounds, round -> round.result().meanNanos() / 1000),
                median(rounds, round -> round.result().p99Nanos() / 1000),
                median(rounds, Measurement::speedRatio),
                median(rounds, Measurement::latencyRatio),
                rounds.stream()
                        .mapToDouble(round -> round.settled().loggedShare())
                        .min()
                        .orElseThrow(),
                median(rounds, round -> round.settled().drainSeconds()));
    }

    boolean hasLog() {
        return !Double.isNaN(loggedShare);
    }

    private static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> value) {
        double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
