/**
 * The NBD server and client against the programs that people use: libnbd's tools, QEMU's, nbdkit and fio. What these programs have to see is
 * a {@link io.farshore.dataplane.nbd.MemoryDevice}, which the test reads as plain bytes.
 */
@NullMarked
package io.farshore.dataplane.nbd;

import org.jspecify.annotations.NullMarked;
