/**
 * From cache storage to the replica store: fetch, verify, store, commit, and only then free the cache. The order of these steps is
 * what makes a processor safe to kill anywhere; {@link io.farshore.dataplane.process.MachineProcessor} is that order. Fencing is
 * {@link io.farshore.core.catalog}'s.
 */
@NullMarked
package io.farshore.dataplane.process;

import org.jspecify.annotations.NullMarked;
