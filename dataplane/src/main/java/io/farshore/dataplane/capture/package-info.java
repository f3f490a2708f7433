/**
 * From a guest's write to its place in the change log. A disk is captured either by a {@linkplain
 * io.farshore.dataplane.capture.SinkDevice sink}, which a mirror job writes to, or by a {@linkplain
 * io.farshore.dataplane.capture.WriteSplitter splitter}, which the guest's disk itself goes through. {@link
 * io.farshore.dataplane.capture.MachineCapture} is the machine with all its disks. Nothing here waits for the network.
 *
 * <p>States, {@link io.farshore.dataplane.capture.CaptureState}:
 * <pre>
 * Attaching → InitialReplication → Streaming ⇄ Tracking → Resync → Streaming
 *                                     any of them → Detached | Fenced
 * </pre>
 * Recovery points exist in Streaming only.
 */
@NullMarked
package io.farshore.dataplane.capture;

import org.jspecify.annotations.NullMarked;
