package io.farshore.dataplane.capture;

import io.farshore.core.log.ChangeLog;
import io.farshore.core.log.Mark;
import io.farshore.core.log.SegmentBuffers;
import io.farshore.core.log.TrackedExtents;
import io.farshore.core.log.TrackedExtents.Extent;
import java.io.IOException;
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
    private boolean closed;

    /** Hears what the copies come to; called on the copy thread. */
    interface Listener {
        void state(CaptureState next);

        /** The log holds all that the disks hold as of this mark. */
        void complete(Mark mark);

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
        notifyAll();
    }

    synchronized void mirrorComplete() {
        awaitingMirror = false;
        notifyAll();
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
            boolean complete = log.captured().consistent();
            if (!complete) {
                complete = tryCopy(copier.everything(), true);
            }
            while (true) {
                if (complete && !log.captured().consistent() && mirrorArrived()) {
                    complete();
                }
                awaitTracking();
                complete = resync();
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** Waits for the tracking to end, and copies what was tracked. */
    private boolean resync() throws InterruptedException {
        listener.state(new CaptureState.Tracking());
        backlog.awaitBelow(buffers.budget() / 4);
        synchronized (this) {
            tracking = false;
        }
        TrackedExtents tracked = log.endTracking();
        if (tracked == null) {
            return true;
        }
        listener.state(new CaptureState.Resync());
        return tryCopy(tracked.extents(), false) && askForMirror(tracked.extents());
    }

    private boolean tryCopy(List<Extent> extents, boolean ontoEmpty) throws InterruptedException {
        try {
            copier.copy(extents, ontoEmpty);
            return true;
        } catch (IOException e) {
            listener.trouble("cannot copy a disk: %s; recovery points stop here until replication is started anew"
                    .formatted(e.getMessage()));
            return false;
        }
    }

    /** What a sink missed can only be had from the disk that it mirrors. */
    private boolean askForMirror(List<Extent> extents) {
        if (!copier.canRead(extents)) {
            synchronized (this) {
                awaitingMirror = true;
            }
            listener.mirrorNeeded();
        }
        return true;
    }

    private void complete() {
        Mark mark = log.copyComplete();
        if (mark != null) {
            listener.complete(mark);
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
        thread.interrupt();
    }
}
