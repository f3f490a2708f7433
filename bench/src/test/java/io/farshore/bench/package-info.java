/** Whether the benchmarks run: nothing here looks at how fast. */
@NullMarked
package io.farshore.bench;

import org.jspecify.annotations.NullMarked;
