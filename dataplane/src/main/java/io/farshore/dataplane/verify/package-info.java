/**
 * Whether a replica is what was captured: {@link io.farshore.dataplane.verify.ReplicaVerifier} reads every byte of it, checks all
 * that vouches for it, and says for each damaged object which recovery points it spoils and, as far as that can be known, which parts of the disks.
 * Changes nothing and goes on after damage.
 */
@NullMarked
package io.farshore.dataplane.verify;

import org.jspecify.annotations.NullMarked;
