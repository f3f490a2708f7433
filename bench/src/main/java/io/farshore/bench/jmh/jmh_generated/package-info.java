/** What JMH's annotation processor generates; nothing is written here by hand. */
@NullMarked
package io.farshore.bench.jmh.jmh_generated;

import org.jspecify.annotations.NullMarked;
