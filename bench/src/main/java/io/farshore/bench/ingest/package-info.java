/**
 * How fast changes become a replica: captured, encoded, cached in files, verified, stored in files, committed. Run by
 * {@code farshore bench ingest}.
 */
@NullMarked
package io.farshore.bench.ingest;

import org.jspecify.annotations.NullMarked;
