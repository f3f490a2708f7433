/**
 * What a machine's replica takes, and what it will take. Reads the catalog, the end of each run and a listing; no payload.
 *
 * <h2>Kept by window</h2>
 * Payload belongs to the instant (a step of a run, or the end of a segment that no run stands for yet) before which it was last written, and
 * so to the window of that instant. Runs count plain bytes; they are scaled by what their objects take in the store for what those hold.
 *
 * <h2>The forecast</h2>
 * <em>base + sum over the windows of (churn × length of the window × share of the window)</em>, in stored bytes of payload:
 * <ul>
 * <li><em>base</em>: what is kept up to the oldest recovery point. It is what the disks held then, and does not grow with churn;</li>
 * <li><em>churn</em>: bytes that the guest wrote per second, over the last day, or as far as is known;</li>
 * <li><em>share</em>: of what was captured in the window after the oldest point, how much is kept; so what was overwritten and what
 *     compresses are in it. A window of which nothing is known yet has the share of the next younger one, which is rather too much: more is
 *     dropped the older it gets.</li>
 * </ul>
 * It is no promise: it takes the guest to go on as it does now. Indexes, the catalog and garbage come on top.
 */
@NullMarked
package io.farshore.dataplane.usage;

import org.jspecify.annotations.NullMarked;
