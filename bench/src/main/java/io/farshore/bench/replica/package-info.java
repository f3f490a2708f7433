/**
 * Replicas to measure: made by the real change log, encoder, catalog and compactor, of a machine that does not exist, on a clock that is
 * set. Measures nothing.
 */
@NullMarked
package io.farshore.bench.replica;

import org.jspecify.annotations.NullMarked;
