/**
 * What benchmarks print: tables of figures with how they were measured, for people and as JSON. Knows nothing of what is measured.
 */
@NullMarked
package io.farshore.bench.figures;

import org.jspecify.annotations.NullMarked;
