package io.farshore.bench.nbd;

/**
 * One server under one workload in one round.
 *
 * @param baseline the same workload against nbdkit in the same round
 */
record Measurement(Workload load, String server, FioResult result, FioResult baseline, Settled settled) {
    double speedRatio() {
        return result.perSecond() / baseline.perSecond();
    }

    double latencyRatio() {
        return result.meanNanos() / baseline.meanNanos();
    }
}
