/**
 * Benchmarks: programs that print ratios against a peer that is measured in the same run, and assert nothing. Numbers of one machine
 * say little; a ratio within one run says something. {@link io.farshore.bench.BenchCommand} lists them.
 */
@NullMarked
package io.farshore.bench;

import org.jspecify.annotations.NullMarked;
