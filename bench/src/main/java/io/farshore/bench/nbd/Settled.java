package io.farshore.bench.nbd;

/**
 * What became of the writes of a run in our own servers.
 *
 * @param loggedShare of the writes whose bytes were logged, not only tracked, from 0 to 1; NaN for servers without a log
 * @param drainSeconds from the last write until all that was logged was in cache storage; NaN likewise
 */
record Settled(double loggedShare, double drainSeconds) {
    static final Settled NO_LOG = new Settled(Double.NaN, Double.NaN);
}
