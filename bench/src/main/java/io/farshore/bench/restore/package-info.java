/**
 * How fast a disk is restored to a raw file, next to nbdcopy of the same disk from nbdkit. Run by {@code farshore bench restore}.
 */
@NullMarked
package io.farshore.bench.restore;

import org.jspecify.annotations.NullMarked;
