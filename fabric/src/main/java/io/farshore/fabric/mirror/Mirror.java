package io.farshore.fabric.mirror;

import io.farshore.fabric.BlockJobChange;
import io.farshore.fabric.Domain;
import io.farshore.fabric.DomainListener;
import io.farshore.fabric.HypervisorException;
import io.farshore.fabric.Subscription;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Mirror capture of one running domain: a synchronous mirror job per disk, started, watched and ended together. Does not serve the sinks and
 * does not start again what failed.
 *
 * <p>Events come from libvirt, and a slow look at the jobs stands behind them, so that a lost event is late and not lost. The consumer is
 * called on the mirror's own thread, one event after the other; it may call everything here but {@link #detach}.
 */
public final class Mirror implements AutoCloseable {
    private static final long LOOK_MILLIS = 1000;
    private static final long LOOK_MILLIS_WHILE_COPYING = 250;
    /** What QEMU says of a job that copies or mirrors; it is paused for moments while the guest's disk is drained. */
    private static final Set<String> RUNNING = Set.of("running", "paused", "ready", "standby");

    private static final Duration POLITE = Duration.ofSeconds(5);

    private final Domain domain;
    private final Consumer<MirrorEvent> consumer;
    private final DiskStates states;
    private final List<String> missingOnce = new ArrayList<>();
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final Thread watcher;
    private @Nullable Subscription subscription;
    private List<String> nodes = List.of();
    private boolean over;

    private Mirror(Domain domain, Map<String, Long> disks, Consumer<MirrorEvent> consumer) {
        this.domain = domain;
        this.consumer = consumer;
        this.states = new DiskStates(disks);
        this.watcher =
                Thread.ofPlatform().daemon().name("mirror " + domain.name()).unstarted(this::watch);
    }

    /**
     * Starts mirroring these disks. When one of them cannot be started, none is, and the guest goes on as it was.
     *
     * @param bytesPerSecond limit of each disk's initial copy, 0 without limit
     * @throws IllegalArgumentException when a target names no disk of the domain, or the domain does not run
     */
    public static Mirror attach(
            Domain domain, List<MirrorTarget> targets, long bytesPerSecond, Consumer<MirrorEvent> consumer)
            throws IOException {
        var mirror = new Mirror(domain, check(domain, targets), consumer);
        mirror.start(targets, bytesPerSecond);
        return mirror;
    }

    /** The disks' sizes. */
    private static Map<String, Long> check(Domain domain, List<MirrorTarget> targets) throws IOException {
        var description = domain.describe();
        if (!description.running()) {
            throw new IllegalArgumentException(
                    "domain %s does not run; capture attaches to a running domain: start it first"
                            .formatted(domain.name()));
        }
        var sizes = new LinkedHashMap<String, Long>();
        for (var target : targets) {
            sizes.put(target.disk(), description.disk(target.disk()).sizeBytes());
            if (!Files.exists(target.socket())) {
                throw new IllegalArgumentException("cannot mirror disk %s of domain %s: there is no socket %s"
                        .formatted(target.disk(), domain.name(), target.socket()));
            }
        }
        return sizes;
    }

    private void start(List<MirrorTarget> targets, long bytesPerSecond) throws IOException {
        var listening = listen();
        subscription = listening;
        var started = new ArrayList<String>();
        try {
            for (var target : targets) {
                domain.startMirror(target.disk(), target.destination(), bytesPerSecond);
                started.add(target.disk());
            }
            nodes = MirrorNodes.of(domain.xml());
        } catch (IOException e) {
            listening.close();
            abort(started);
            throw e;
        }
        watcher.start();
    }

    private Subscription listen() throws HypervisorException {
        return domain.listen(new DomainListener() {
            @Override
            public void blockJobChanged(String disk, BlockJobChange change) {
                signals.add(new Signal.JobChanged(disk, change));
            }

            @Override
            public void stopped() {
                signals.add(new Signal.Stopped());
            }
        });
    }

    public synchronized List<MirrorProgress> progress() {
        return states.all();
    }

    /** The block nodes of the sinks in QEMU, as {@code query-yank} calls them: what a watchdog needs to free the guest. */
    public List<String> targetNodes() {
        return nodes;
    }

    /**
     * Whether QEMU has a job for each disk that has not ended in any way.
     *
     * @throws IOException when QEMU does not answer
     */
    public boolean hasAllJobs() throws IOException {
        var jobs = domain.qmp().blockJobs();
        return disks().stream()
                .allMatch(disk ->
                        jobs.stream().anyMatch(job -> isJobOf(disk, job.id()) && RUNNING.contains(job.status())));
    }

    private synchronized List<String> disks() {
        return states.all().stream().map(MirrorProgress::disk).toList();
    }

    private static boolean isJobOf(String disk, String job) {
        return job.startsWith("copy-" + disk + "-");
    }

    /**
     * Changes the limit of the running jobs' copying.
     *
     * @param bytesPerSecond per disk, 0 without limit
     */
    public void limit(long bytesPerSecond) throws IOException {
        for (var job : domain.qmp().blockJobs()) {
            for (var disk : running()) {
                if (isJobOf(disk, job.id())) {
                    domain.qmp().limitJob(job.id(), bytesPerSecond);
                }
            }
        }
    }

    /** Frees a guest that waits for a hanging sink: cuts QEMU's connections to the sinks. The jobs fail, the guest runs on. */
    public void yank() throws IOException {
        domain.qmp().yank(nodes);
    }

    /**
     * Waits until all disks are ready.
     *
     * @throws HypervisorException when a job ended instead
     */
    public synchronized void awaitReady(Duration limit) throws IOException, InterruptedException, TimeoutException {
        await(
                limit,
                () -> states.every(state -> state == DiskState.READY)
                        || over
                        || !states.every(state -> !state.hasEnded()));
        if (!states.every(state -> state == DiskState.READY)) {
            throw new HypervisorException(
                    "initial replication of domain %s did not complete: %s".formatted(domain.name(), states.all()));
        }
    }

    /** Ends all jobs that still run and waits for their end; sinks that do not let go within seconds are yanked. Harmless when repeated. */
    public void detach() throws IOException, InterruptedException {
        try {
            abort(running());
            if (!awaitEnd(POLITE)) {
                yank();
                if (!awaitEnd(POLITE)) {
                    throw new HypervisorException(
                            "the mirror jobs of domain %s do not end: %s".formatted(domain.name(), progress()));
                }
            }
        } finally {
            close();
        }
    }

    /** Stops observing; the jobs run on until their sinks end. */
    @Override
    public void close() {
        var listening = subscription;
        if (listening != null) {
            listening.close();
        }
        signals.add(new Signal.Close());
    }

    private synchronized List<String> running() {
        return states.running();
    }

    private void abort(List<String> disks) throws IOException {
        for (var disk : disks) {
            try {
                domain.abortBlockJob(disk);
            } catch (HypervisorException e) {
                if (domain.isRunning() && domain.blockJob(disk) != null) {
                    throw e;
                }
            }
        }
    }

    private synchronized boolean awaitEnd(Duration limit) throws InterruptedException {
        try {
            await(limit, () -> states.running().isEmpty() || over);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private synchronized void await(Duration limit, BooleanSupplier done)
            throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!done.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new TimeoutException("the mirror of domain %s is still at %s after %s"
                        .formatted(domain.name(), states.all(), limit));
            }
            wait(left);
        }
    }

    private void watch() {
        try {
            boolean on = true;
            while (on) {
                var signal = signals.poll(untilNextLook(), TimeUnit.MILLISECONDS);
                on = tell(signal == null ? look() : hear(signal)) && !(signal instanceof Signal.Close);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    private synchronized long untilNextLook() {
        return states.every(state -> state != DiskState.COPYING) ? LOOK_MILLIS : LOOK_MILLIS_WHILE_COPYING;
    }

    private synchronized void end() {
        over = true;
        notifyAll();
    }

    private List<MirrorEvent> hear(Signal signal) {
        return switch (signal) {
            case Signal.Close() -> List.of();
            case Signal.Stopped() -> update(states::stopped);
            case Signal.JobChanged(var disk, var _) when !states.knows(disk) -> List.of();
            case Signal.JobChanged(var disk, var change) ->
                update(() -> switch (change) {
                    case READY -> states.ready(disk);
                    case CANCELLED, COMPLETED -> states.cancelled(disk);
                    case FAILED ->
                        states.failed(disk, "QEMU could not write to its sink; see the log of QEMU and of the sink");
                });
        };
    }

    /** Looks at each job; one that is missing twice in a row, with no event about it, has failed. */
    private List<MirrorEvent> look() {
        var events = new ArrayList<MirrorEvent>();
        try {
            for (var disk : running()) {
                var job = domain.blockJob(disk);
                if (job != null) {
                    missingOnce.remove(disk);
                    update(() -> {
                                states.progress(disk, job);
                                return job.isReady() ? states.ready(disk) : List.<MirrorEvent>of();
                            })
                            .forEach(events::add);
                } else if (missingOnce.remove(disk)) {
                    events.addAll(update(() -> states.failed(disk, "its job is gone, and libvirt did not say why")));
                } else {
                    missingOnce.add(disk);
                }
            }
        } catch (HypervisorException e) {
            events.addAll(stoppedOrUnobserved(e));
        }
        return events;
    }

    private List<MirrorEvent> stoppedOrUnobserved(HypervisorException failure) {
        try {
            if (!domain.isRunning()) {
                return update(states::stopped);
            }
        } catch (HypervisorException e) {
            failure.addSuppressed(e);
        }
        return List.of(new MirrorEvent.Unobserved(String.valueOf(failure.getMessage())));
    }

    private synchronized List<MirrorEvent> update(Supplier<List<MirrorEvent>> change) {
        var events = change.get();
        notifyAll();
        return events;
    }

    /** Whether there is more to come. */
    private boolean tell(List<MirrorEvent> events) {
        boolean on = true;
        for (var event : events) {
            consumer.accept(event);
            on = on && !(event instanceof MirrorEvent.DomainStopped || event instanceof MirrorEvent.Unobserved);
        }
        return on;
    }
}
