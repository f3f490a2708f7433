/**
 * Replication of one machine as a running thing: its capture, served over NBD on one unix socket per disk, steered through a control
 * socket. What {@code farshore replicate} and the Mobility service run.
 */
@NullMarked
package io.farshore.dataplane.replicate;

import org.jspecify.annotations.NullMarked;
