/**
 * What can go wrong with bytes, named by what the caller does about it: retry ({@link io.farshore.core.failure.UnavailableException}),
 * stop and report ({@link io.farshore.core.failure.FencedException}), stop this disk
 * ({@link io.farshore.core.failure.CorruptDataException}), or upgrade ({@link io.farshore.core.failure.FormatTooNewException}).
 * A wrong call is an {@link java.lang.IllegalArgumentException}, a bug of ours an {@link java.lang.IllegalStateException}.
 */
@NullMarked
package io.farshore.core.failure;

import org.jspecify.annotations.NullMarked;
