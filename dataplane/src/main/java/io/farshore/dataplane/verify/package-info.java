/**
 * Whether a replica is what was captured: {@link io.farshore.dataplane.verify.ReplicaVerifier} reads every byte of it, checks all
 * that vouches for it, and says for each damaged object which recovery points it spoils and which parts of the disks at which of them.
 * Changes nothing and goes on after damage.
 *
 * <p>What is spoiled is what cannot be read through a {@link io.farshore.dataplane.view.MachineView}, to the byte. A point cannot be opened when
 * the end of a run or segment that it is made of is damaged. Of a page of a run that is damaged nothing can be read where no newer
 * change lies, and neither can what lies in damaged frames. Damage that no reading meets, such as in the header of a segment that runs point into,
 * spoils nothing and is named all the same.
 *
 * <p>In memory are a few objects of payload at a time, eight bytes for each frame of one run, 64 for each page of all runs, and the keys of
 * all objects.
 */
@NullMarked
package io.farshore.dataplane.verify;

import org.jspecify.annotations.NullMarked;
