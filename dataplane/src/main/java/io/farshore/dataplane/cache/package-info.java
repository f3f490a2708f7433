/** A machine's part of cache storage, apart from its segments: who captures it, and how a generation ended. */
@NullMarked
package io.farshore.dataplane.cache;

import org.jspecify.annotations.NullMarked;
