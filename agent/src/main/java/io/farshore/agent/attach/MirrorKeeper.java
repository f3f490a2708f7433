package io.farshore.agent.attach;

import io.farshore.dataplane.capture.MachineCapture;
import io.farshore.dataplane.capture.Witness;
import io.farshore.fabric.Domain;
import io.farshore.fabric.mirror.DiskState;
import io.farshore.fabric.mirror.Mirror;
import io.farshore.fabric.mirror.MirrorEvent;
import io.farshore.fabric.mirror.MirrorProgress;
import io.farshore.fabric.mirror.MirrorTarget;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a domain mirrored into its sinks: starts the jobs, tells the capture when the copy is complete or has been lost, and starts
 * them anew after a loss. One thread acts, one event after the other; as a witness any may ask.
 *
 * <p>Jobs also end because QEMU does. Then nothing was missed: the guest had ended before.
 */
final class MirrorKeeper implements AutoCloseable, Witness {
    private static final long LOOK_MILLIS = 250;
    private static final int LOOKS_PER_SECOND = 4;
    private static final long RETRY_SECONDS = 3;
    private static final Duration STOPPED = Duration.ofSeconds(10);

    private final Domain domain;
    private final List<MirrorTarget> targets;
    private final CopyPace pace;
    private final MachineCapture capture;
    private final SinkConnections connections;
    private final AttachListener listener;
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Thread thread;
    private @Nullable Mirror mirror;
    private int round;
    private long gapsBefore;
    private int reportEvery;
    private int looksToReport;
    private boolean closed;

    private sealed interface Event {
        /** @param round which mirror it is from; those before the newest do not count any more */
        record FromMirror(int round, MirrorEvent event) implements Event {}

        record MirrorNeeded() implements Event {}
    }

    MirrorKeeper(
            Domain domain,
            List<MirrorTarget> targets,
            long bytesPerSecond,
            MachineCapture capture,
            SinkConnections connections,
            AttachListener listener) {
        this.domain = domain;
        this.targets = targets;
        this.pace = new CopyPace(bytesPerSecond, targets.size());
        this.capture = capture;
        this.connections = connections;
        this.listener = listener;
        this.thread = Thread.ofPlatform()
                .name(domain.name() + " mirror keeper")
                .daemon(true)
                .unstarted(this::run);
    }

    /** Starts the jobs; when that fails, nothing was started. */
    void start() throws IOException {
        capture.confirmBy(this);
        connections.whenBroken((number, disk) -> events.add(new Event.FromMirror(
                number, new MirrorEvent.DiskFailed(disk, "its connection to its sink has ended"))));
        attach();
        thread.start();
    }

    /** Ends the jobs; the guest runs on. */
    void detach() throws IOException, InterruptedException {
        stopActing();
        thread.join(STOPPED);
        Mirror current = takeMirror();
        if (current != null) {
            current.detach();
        }
    }

    @Override
    public void close() {
        stopActing();
        Mirror current = takeMirror();
        if (current != null) {
            current.close();
        }
    }

    private synchronized void stopActing() {
        closed = true;
        thread.interrupt();
    }

    /** Nothing that this mirror still says counts any more. */
    private synchronized @Nullable Mirror takeMirror() {
        Mirror current = mirror;
        mirror = null;
        round++;
        return current;
    }

    @Override
    public boolean sawEverything() {
        Mirror current;
        int number;
        synchronized (this) {
            current = mirror;
            number = round;
        }
        return current != null && (isWhole(current, number) || !guestGoesOn());
    }

    /** When libvirt does not answer, nobody can have ended a job through it, and one that fails loses its connection. */
    private boolean isWhole(Mirror current, int number) {
        try {
            return current.hasAllJobs() && !connections.isBroken(number);
        } catch (IOException e) {
            return !connections.isBroken(number);
        }
    }

    private boolean guestGoesOn() {
        try {
            return domain.isQemuThere();
        } catch (IOException e) {
            return true;
        }
    }

    /** The capture wants everything copied again. */
    void mirrorNeeded() {
        events.add(new Event.MirrorNeeded());
    }

    private synchronized void attach() throws IOException {
        if (!closed) {
            reportEvery = 1;
            looksToReport = 1;
            int number = ++round;
            gapsBefore = capture.gaps();
            connections.connecting(number);
            try {
                long bytesPerSecond = pace.bytesPerSecond(capture.spareMemory());
                mirror = Mirror.attach(
                        domain, targets, bytesPerSecond, event -> events.add(new Event.FromMirror(number, event)));
            } finally {
                connections.connected();
            }
        }
    }

    private void run() {
        try {
            boolean more = true;
            while (more) {
                Event event = events.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                more = event == null ? look() : act(event);
            }
        } catch (InterruptedException e) {
            // Detached.
        } catch (IOException | RuntimeException e) {
            listener.failed(e);
        }
    }

    private synchronized boolean look() {
        Mirror current = mirror;
        if (current != null && current.progress().stream().anyMatch(disk -> disk.state() == DiskState.COPYING)) {
            setPace(current);
            if (--looksToReport <= 0) {
                report(current, DiskState.COPYING);
                reportEvery = Math.min(LOOKS_PER_SECOND, reportEvery * 2);
                looksToReport = reportEvery;
            }
        }
        return !closed;
    }

    private void setPace(Mirror current) {
        try {
            if (pace.hasChanged(capture.spareMemory())) {
                current.limit(pace.bytesPerSecond(capture.spareMemory()));
            }
        } catch (IOException e) {
            // A job has ended, and an event says so.
        }
    }

    private void report(Mirror current, DiskState state) {
        for (MirrorProgress disk : current.progress()) {
            if (disk.state() == state) {
                listener.mirrored(disk.disk(), disk.doneBytes(), disk.totalBytes());
            }
        }
    }

    private synchronized void reportReady() {
        Mirror current = mirror;
        if (current != null) {
            report(current, DiskState.READY);
        }
    }

    /** Whether there is more to come. */
    private boolean act(Event event) throws IOException, InterruptedException {
        return switch (event) {
            case Event.MirrorNeeded needed -> mirrorAgain();
            case Event.FromMirror(int number, MirrorEvent told) -> number != round || act(told);
        };
    }

    private boolean act(MirrorEvent event) throws IOException, InterruptedException {
        return switch (event) {
            case MirrorEvent.DiskReady ready -> true;
            case MirrorEvent.AllReady all -> {
                reportReady();
                capture.mirrorComplete(gapsBefore);
                yield true;
            }
            case MirrorEvent.DiskFailed(String disk, String reason) ->
                lost("the mirror of %s ended: %s".formatted(disk, reason));
            case MirrorEvent.DiskCancelled(String disk) -> lost("somebody cancelled the mirror of " + disk);
            case MirrorEvent.Unobserved(String reason) ->
                throw new IOException("the domain cannot be watched any more: " + reason);
            case MirrorEvent.DomainStopped stopped -> {
                listener.domainStopped();
                yield false;
            }
        };
    }

    /** For a moment already the log misses what the guest writes. The capture says when to mirror again. */
    private boolean lost(String reason) throws IOException, InterruptedException {
        if (!guestGoesOn()) {
            return true; // The domain has stopped, and the next event says so.
        }
        capture.mirrorLost();
        listener.mirrorLost(reason);
        dropMirror();
        return true;
    }

    private boolean mirrorAgain() throws IOException, InterruptedException {
        dropMirror();
        while (!tryAttach()) {
            awaitRetry();
        }
        return true;
    }

    private synchronized void awaitRetry() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(RETRY_SECONDS);
        for (long left = RETRY_SECONDS * 1000; left > 0 && !closed; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    private void dropMirror() throws IOException, InterruptedException {
        Mirror current = takeMirror();
        if (current != null) {
            current.detach();
            current.close();
        }
    }

    /** Whether it worked, or never will. */
    private boolean tryAttach() throws IOException {
        if (!domain.isRunning()) {
            listener.domainStopped();
            return true;
        }
        try {
            attach();
            return true;
        } catch (IllegalArgumentException | IOException e) {
            listener.mirrorLost("cannot mirror again, trying on: " + e.getMessage());
            return false;
        }
    }
}
