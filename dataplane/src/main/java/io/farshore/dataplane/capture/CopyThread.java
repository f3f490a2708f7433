package io.farshore.dataplane.capture;

import io.farshore.core.log.ChangeLog;
import io.farshore.core.log.Mark;
import io.farshore.core.log.SegmentBuffers;
import io.farshore.core.log.TrackedExtents;
import io.farshore.core.log.TrackedExtents.Extent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides when something has to be copied and when the copy is complete: at the start, and after the log had to track. What cannot
 * be read here, because it lies behind a sink, somebody else copies and says so by {@link #mirrorComplete}.
 */
final class CopyThread implements AutoCloseable {
    private final DiskCopier copier;
    private final ChangeLog log;
    private final Backlog backlog;
    private final SegmentBuffers buffers;
    private final Listener listener;
    private final Thread thread;
    private boolean awaitingMirror;
    private boolean tracking;
    private long gaps;
    /** Extents that a copy could not read: until they are copied there is no recovery point. */
    private List<Extent> owed = List.of();

    private boolean closed;

    /** Hears what the copies come to; called on the copy thread. */
    interface Listener {
        void state(CaptureState next);

        /** The log holds all that the disks hold as of this mark. */
        void complete(Mark mark, long gap);

        /** The whole of the mirrored disks has to be copied into the sinks again, from now on. */
        void mirrorNeeded();

        void trouble(String message);
    }

    CopyThread(
            String machine,
            DiskCopier copier,
            ChangeLog log,
            Backlog backlog,
            SegmentBuffers buffers,
            MachineCapture.Start start,
            Listener listener) {
        this.copier = copier;
        this.log = log;
        this.backlog = backlog;
        this.buffers = buffers;
        this.awaitingMirror = start == MachineCapture.Start.AWAITING_MIRROR;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name(machine + " copy").daemon(true).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** The log tracks from now on. Called under the log's lock. */
    synchronized void trackingStarted() {
        tracking = true;
        gaps++;
        notifyAll();
    }

    /** How many times changes had to be tracked so far. */
    synchronized long gaps() {
        return gaps;
    }

    /** @param since what {@link #gaps} was when the copy began; a copy that is older than the last gap is not complete */
    synchronized void mirrorComplete(long since) {
        if (since == gaps) {
            awaitingMirror = false;
            notifyAll();
        }
    }

    long done() {
        return copier.done();
    }

    long total() {
        return copier.total();
    }

    /** Whether recovery points wait for a copy. */
    boolean isCopying() {
        return !log.captured().consistent();
    }

    private void run() {
        try {
            if (!log.captured().consistent()) {
                tryCopy(copier.everything(), true);
            }
            while (true) {
                if (owed.isEmpty() && !log.captured().consistent()) {
                    completeOnceMirrored();
                }
                awaitTracking();
                resync();
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** Waits for the tracking to end, and copies what was tracked. */
    private void resync() throws InterruptedException {
        listener.state(new CaptureState.Tracking());
        backlog.awaitBelow(buffers.budget() / 4);
        synchronized (this) {
            tracking = false;
        }
        TrackedExtents tracked = log.endTracking();
        if (tracked == null) {
            return;
        }
        listener.state(new CaptureState.Resync());
        List<Extent> extents = new ArrayList<>(owed);
        extents.addAll(tracked.extents());
        tryCopy(extents, false);
        askForMirror(tracked.extents());
    }

    /** What cannot be copied is owed: the next resync tries it again. */
    private void tryCopy(List<Extent> extents, boolean ontoEmpty) throws InterruptedException {
        try {
            copier.copy(extents, ontoEmpty);
            owed = List.of();
        } catch (IOException e) {
            owed = extents;
            listener.trouble("cannot copy a disk: %s; recovery points stop here until replication is started anew"
                    .formatted(e.getMessage()));
        }
    }

    /** What a sink missed can only be had from the disk that it mirrors. */
    private void askForMirror(List<Extent> extents) {
        if (!copier.canRead(extents)) {
            synchronized (this) {
                awaitingMirror = true;
            }
            listener.mirrorNeeded();
        }
    }

    /** The mark that completes a copy takes memory; when there is none, it waits for it, unless changes are tracked meanwhile. */
    private void completeOnceMirrored() throws InterruptedException {
        while (mirrorArrived()) {
            long gap = gaps();
            Mark mark = log.copyComplete();
            if (mark != null) {
                listener.complete(mark, gap);
                return;
            }
            backlog.awaitBelowHalf();
        }
    }

    /** Waits until no mirror is awaited; false when the log started to track instead. */
    private synchronized boolean mirrorArrived() throws InterruptedException {
        while (awaitingMirror && !tracking) {
            checkOpen();
            wait();
        }
        return !tracking;
    }

    private synchronized void awaitTracking() throws InterruptedException {
        while (!tracking) {
            checkOpen();
            wait();
        }
    }

    private synchronized void checkOpen() throws InterruptedException {
        if (closed) {
            throw new InterruptedException("closed");
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        backlog.close();
        // No interruption: it would close the channel of the disk that is being read.
        Joining.join(thread);
    }
}
