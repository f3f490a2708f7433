/**
 * NBD servers under fio, in turn and in one run: nbdkit's memory and qemu-nbd as peers, our sink and our splitter with the whole
 * pipeline behind them (change log, checksums, compression, shipping to a file store). How to read the result is in
 * {@code docs/reference/benchmarks.md}.
 *
 * <p>{@link io.farshore.bench.nbd.NbdBenchmark} decides who is measured when, {@link io.farshore.bench.nbd.Fio} measures, a {@link
 * io.farshore.bench.nbd.Peer} is what is measured, {@link io.farshore.bench.nbd.Report} shows.
 */
@NullMarked
package io.farshore.bench.nbd;

import org.jspecify.annotations.NullMarked;
