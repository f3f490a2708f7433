/**
 * Keeps a replica to what its retention policy wants, at a known cost: points that the policy does not keep are dropped, the indexes of
 * segments are merged into runs, payload that is still needed is moved out of objects that are mostly not, and what nothing needs is deleted.
 * {@link io.farshore.dataplane.compact.MachineCompactor} does the work and proposes; the processor that holds the machine commits.
 *
 * <h2>What is live</h2>
 * A run tells apart the instants that are its steps: for each byte and each step, the newest change after the step before and up to this one.
 * A run is made with the recovery points that are kept then as its steps, and its end. So what a run points to is what some kept point needs, or
 * would need if nothing had come behind the run; and as runs stand for disjoint parts of the change log, an object of payload is pointed to by
 * one run only. What is live in an object follows from that one run: there are no reference counts to go wrong.
 *
 * <h2>Why nothing is deleted that is needed</h2>
 * <ol>
 * <li>Objects are only ever created under new names: segments by the change log, runs and data objects by (epoch, number). A name that was
 *     deleted never comes to mean something else.</li>
 * <li>A new run and the data objects that it points to are complete in the store before the version that accepts the run is committed. Dying
 *     before that leaves orphans and changes nothing.</li>
 * <li>The version that makes an object unneeded names it as garbage, in the same commit. The commit counts only once the processor has seen
 *     that it is not fenced; one that was overtaken before goes no further, and one that was overtaken after has a successor that
 *     starts from this very version. So garbage never comes back to life.</li>
 * <li>Garbage waits for a time of grace, for readers that cannot leave a pin. Then <em>sweep begun</em> is committed with the newest version whose
 *     garbage is to go: the boundary.</li>
 * <li>Only after that are the pins listed. A reader pins final versions only: where a processor has claimed the machine and not yet fixed what it
 *     follows, the reader fixes that first, so that what it pins cannot be overtaken. It writes its pin with version v and only <em>then</em>
 *     reads the newest version; when the boundary
 *     is above v it starts over with that version. Either the sweeper's listing sees the pin, or the reader sees the boundary:
 *     one of the two came second. Garbage of version g is deleted when no pin has v below g: a reader of v needs nothing that was garbage at v.</li>
 * <li>Before it deletes, the sweeper reads what all runs point to, and the segments behind them, and refuses when one of the objects is
 *     among them: the catalog's word alone does not do.</li>
 * <li>Only after the deletion is <em>sweep done</em> committed. Dying in between, the next processor deletes again: to delete what is gone does
 *     nothing.</li>
 * <li>Versions of the catalog below the newest snapshot but one are deleted in the sweep after the one that committed them as the floor.</li>
 * <li>Orphans are looked for once in each epoch: runs and data objects of older epochs, which nobody can commit any more since the fork is fixed,
 *     and segments up to the end of the log that nothing points to: a late put may have made one again that was deleted.</li>
 * </ol>
 * A pin that expired is ignored an hour later: clocks are taken to differ by less. A reader that is wrong about that, or that held no pin longer
 * than the grace, finds an object missing and fails; it never reads other data, as every byte is checked.
 */
@NullMarked
package io.farshore.dataplane.compact;

import org.jspecify.annotations.NullMarked;
