package io.farshore.agent.attach;

import io.farshore.dataplane.capture.MachineCapture;
import io.farshore.fabric.Domain;
import io.farshore.fabric.mirror.Mirror;
import io.farshore.fabric.mirror.MirrorEvent;
import io.farshore.fabric.mirror.MirrorProgress;
import io.farshore.fabric.mirror.MirrorTarget;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a domain mirrored into its sinks: starts the jobs, tells the capture when the copy is complete or has been lost, and starts
 * them anew after a loss. One thread acts, one event after the other.
 */
final class MirrorKeeper implements AutoCloseable {
    private static final long LOOK_SECONDS = 1;
    private static final long RETRY_SECONDS = 3;

    private final Domain domain;
    private final List<MirrorTarget> targets;
    private final long bytesPerSecond;
    private final MachineCapture capture;
    private final AttachListener listener;
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Thread thread;
    private @Nullable Mirror mirror;
    private int round;
    private boolean copying = true;
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
            AttachListener listener) {
        this.domain = domain;
        this.targets = targets;
        this.bytesPerSecond = bytesPerSecond;
        this.capture = capture;
        this.listener = listener;
        this.thread = Thread.ofPlatform()
                .name(domain.name() + " mirror keeper")
                .daemon(true)
                .unstarted(this::run);
    }

    /** Starts the jobs; when that fails, nothing was started. */
    void start() throws IOException {
        attach();
        thread.start();
    }

    /** Ends the jobs; the guest runs on. */
    void detach() throws IOException, InterruptedException {
        Mirror current = stopActing();
        if (current != null) {
            current.detach();
        }
    }

    @Override
    public void close() {
        Mirror current = stopActing();
        if (current != null) {
            current.close();
        }
    }

    private synchronized @Nullable Mirror stopActing() {
        closed = true;
        thread.interrupt();
        Mirror current = mirror;
        mirror = null;
        return current;
    }

    /** The capture wants everything copied again. */
    void mirrorNeeded() {
        events.add(new Event.MirrorNeeded());
    }

    private synchronized void attach() throws IOException {
        if (!closed) {
            copying = true;
            int number = ++round;
            mirror = Mirror.attach(
                    domain, targets, bytesPerSecond, event -> events.add(new Event.FromMirror(number, event)));
        }
    }

    private void run() {
        try {
            boolean more = true;
            while (more) {
                Event event = events.poll(LOOK_SECONDS, TimeUnit.SECONDS);
                more = event == null ? report() : act(event);
            }
        } catch (InterruptedException e) {
            // Detached.
        } catch (IOException | RuntimeException e) {
            listener.failed(e);
        }
    }

    private synchronized boolean report() {
        Mirror current = mirror;
        if (copying && current != null) {
            for (MirrorProgress disk : current.progress()) {
                listener.mirrored(disk.disk(), disk.doneBytes(), disk.totalBytes());
            }
        }
        return !closed;
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
                report();
                copying = false;
                capture.mirrorComplete();
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

    /** From here on the log misses what the guest writes. The capture says when to mirror again. */
    private boolean lost(String reason) throws IOException, InterruptedException {
        dropMirror();
        capture.mirrorLost();
        listener.mirrorLost(reason);
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

    /** Nothing that this mirror still says counts any more. */
    private void dropMirror() throws IOException, InterruptedException {
        Mirror current;
        synchronized (this) {
            current = mirror;
            mirror = null;
            round++;
        }
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
        } catch (IOException e) {
            listener.mirrorLost("cannot mirror again, trying on: " + e.getMessage());
            return false;
        }
    }
}
