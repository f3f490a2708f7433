/**
 * Benchmarks of single hot paths, for those who change them: nanoseconds, no peer. Run by {@code farshore bench jmh [PATTERN]}.
 */
@NullMarked
package io.farshore.bench.jmh;

import org.jspecify.annotations.NullMarked;
