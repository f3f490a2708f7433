package io.farshore.dataplane.capture;

import io.farshore.core.block.BlockDevice;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.failure.FencedException;
import io.farshore.core.failure.UnavailableException;
import io.farshore.core.log.CacheKeys;
import io.farshore.core.log.ChangeLog;
import io.farshore.core.log.ChangeLog.Captured;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.GenerationEnd;
import io.farshore.core.log.Mark;
import io.farshore.core.log.MarkKind;
import io.farshore.core.log.Position;
import io.farshore.core.log.SealedSegment;
import io.farshore.core.log.SegmentBuffers;
import io.farshore.core.log.SegmentHeader;
import io.farshore.core.store.CreateOnce;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.ship.LagMeter;
import io.farshore.dataplane.ship.SegmentShipper;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The capture of one machine for one generation: its disks, its change log, and what runs beside them. Wires the parts together and
 * holds the state. Does not serve the disks to anybody.
 */
public final class MachineCapture implements AutoCloseable {
    private static final Duration CONFIRMATION = Duration.ofSeconds(10);

    private final GenerationClaim claim;
    private final ObjectStore cache;
    private final CacheKeys keys;
    private final CaptureListener listener;
    private final SegmentBuffers buffers;
    private final Backlog backlog;
    private final LagMeter lag = new LagMeter();
    private final SegmentShipper shipper;
    private final SegmentClock segmentClock;
    private final ChangeLog log;
    private final Map<String, BlockDevice> devices = new LinkedHashMap<>();
    private final CopyThread copies;
    private final CaptureMonitor monitor;
    private final Confirmation confirmation;
    private final Object endLock = new Object();
    private final long gapsAtStart;
    private boolean ended;
    private CaptureState state = new CaptureState.Attaching();

    /**
     * What a disk is captured from.
     *
     * @param device the local disk that a splitter writes through to; null for a sink
     */
    public record Source(DiskSpec disk, @Nullable BlockDevice device) {}

    /** Whether something must still be copied before the log holds all that the disks hold. */
    public enum Start {
        /** The disks hold what the log says: nothing, or what the generation before ended with. */
        COMPLETE,
        /** Sinks hold less than the disks that they mirror, until {@link MachineCapture#mirrorComplete}. */
        AWAITING_MIRROR
    }

    public MachineCapture(
            GenerationClaim claim,
            List<Source> sources,
            Start start,
            ObjectStore cache,
            CaptureSettings settings,
            InstantSource clock,
            CaptureListener listener) {
        this(claim, MachineKeys.NONE, sources, start, cache, settings, clock, listener);
    }

    /** @param dataKeys with the one of the claim, if that is encrypted */
    public MachineCapture(
            GenerationClaim claim,
            MachineKeys dataKeys,
            List<Source> sources,
            Start start,
            ObjectStore cache,
            CaptureSettings settings,
            InstantSource clock,
            CaptureListener listener) {
        this.claim = claim;
        this.cache = cache;
        this.keys = new CacheKeys(claim.machine());
        this.listener = listener;
        boolean anySplitter = sources.stream().anyMatch(source -> source.device() != null);
        boolean complete = start == Start.COMPLETE && !anySplitter;
        buffers = new SegmentBuffers(settings.segmentBytes(), settings.memory());
        backlog = new Backlog(buffers);
        shipper = new SegmentShipper(cache, keys, dataKeys, settings.uploads(), new Shipping());
        segmentClock = new SegmentClock(
                claim.machine() + " seal",
                settings.segmentAge(),
                settings.pointEvery(),
                this::seal,
                this::markPolicyPoint);
        confirmation = new Confirmation(claim.machine(), shipper::submit);
        log = new ChangeLog(claim, buffers, clock, complete, new Outlet());
        Map<Integer, WriteSplitter> splitters = addDevices(sources);
        copies = new CopyThread(
                claim.machine(),
                new DiskCopier(splitters, backlog, settings.segmentBytes()),
                log,
                backlog,
                buffers,
                start,
                new Copying());
        monitor = new CaptureMonitor(
                cache,
                keys,
                claim,
                log,
                lag,
                new LagAtStart(cache, keys, claim, lag, clock),
                copies,
                listener,
                this::fence);
        if (!complete || claim.base() == Base.PREVIOUS) {
            lag.gapOpened(System.nanoTime());
        }
        gapsAtStart = lag.gaps();
    }

    /** Begins: copies what must be copied, seals, ships, reports. The devices may be served from now on. */
    public MachineCapture start() {
        segmentClock.start();
        enter(log.captured().consistent() ? new CaptureState.Streaming() : new CaptureState.InitialReplication());
        copies.start();
        monitor.start();
        return this;
    }

    /** The disks by name, to be served. */
    public Map<String, BlockDevice> devices() {
        return devices;
    }

    public GenerationClaim claim() {
        return claim;
    }

    public synchronized CaptureState state() {
        return state;
    }

    public Captured captured() {
        return log.captured();
    }

    /** The share of the memory of capture that is in use: beyond 1 changes would only be tracked. */
    public double memoryFill() {
        return (double) buffers.used() / buffers.budget();
    }

    /** How far the replica store is behind. */
    public LagMeter.Lag lag() {
        return lag.lag(log.captured(), System.nanoTime());
    }

    /** The newest position known to be in the replica store, or null when none is. */
    public @Nullable Position replicated() {
        var replicated = lag.replicated();
        return replicated == null ? null : replicated.position();
    }

    /**
     * Marks a recovery point with a name.
     *
     * @throws IllegalArgumentException when there can be none now, or the name does not fit
     */
    public Mark mark(String name) {
        Mark.checkName(name);
        try {
            Mark mark = markUnlessEnded(MarkKind.NAMED, name);
            if (!isConfirmed()) {
                throw new IllegalArgumentException(
                        "no recovery point was made: the mirror of a disk has ended; everything is copied again");
            }
            listener.mark(new Position(claim.generation(), mark.sequence()), mark);
            return mark;
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Says that the mirror jobs have ended, so that the sinks miss what is written from now on: there are no recovery points until new
     * jobs have copied everything again. {@link CaptureListener#mirrorNeeded} says when they may start.
     */
    public void mirrorLost() {
        for (int disk = 0; disk < claim.disks().size(); disk++) {
            log.missed(disk, 0, claim.disks().get(disk).size());
        }
        confirmation.doubt();
    }

    /**
     * From here on the ends of segments are recovery points only when the witness confirms it. To be called before the first copy of the
     * mirrored disks is {@linkplain #mirrorComplete complete}.
     */
    public void confirmBy(Witness witness) {
        confirmation.by(witness);
    }

    /** Ends the log while the mirror jobs still run: what comes after is missed by one disk before it is missed by the next. */
    public void end() throws InterruptedException {
        endLog();
        confirmation.settle(CONFIRMATION);
    }

    /** Says that the mirror jobs have copied everything into the sinks. */
    public void mirrorComplete() {
        mirrorComplete(gaps());
    }

    /**
     * Says that the mirror jobs have copied everything into the sinks, unless changes were missed after they had begun.
     *
     * @param since what {@link #gaps} was before the jobs began
     */
    public void mirrorComplete(long since) {
        copies.mirrorComplete(since);
    }

    /** How many times changes were missed so far. */
    public long gaps() {
        return copies.gaps();
    }

    /**
     * Ends capture in an orderly way: everything captured is in cache storage when it returns, and the generation's end says so. Call
     * it when the devices are not served any more.
     *
     * @throws UnavailableException when that was not possible in time
     */
    public void detach(Duration deadline) throws IOException, InterruptedException {
        copies.close();
        segmentClock.close();
        Captured captured = endLog();
        confirmation.settle(CONFIRMATION);
        shipper.awaitCached(deadline);
        GenerationEnd end = new GenerationEnd(
                claim.machineId(),
                claim.generation(),
                captured.segments(),
                captured.position().sequence(),
                captured.consistent());
        CreateOnce.put(cache, keys.end(claim.generation()), end.toBytes());
        monitor.close();
        enter(new CaptureState.Detached());
    }

    /** Stops at once; what is not in cache storage yet is lost. After {@link #detach} that is nothing. */
    @Override
    public void close() throws IOException {
        monitor.close();
        copies.close();
        segmentClock.close();
        confirmation.close();
        shipper.close();
        for (BlockDevice device : devices.values()) {
            device.close();
        }
    }

    private Map<Integer, WriteSplitter> addDevices(List<Source> sources) {
        Map<Integer, WriteSplitter> splitters = new TreeMap<>();
        List<Source> ordered = new ArrayList<>(sources);
        for (int number = 0; number < ordered.size(); number++) {
            Source source = ordered.get(number);
            BlockDevice device = source.device();
            if (device == null) {
                devices.put(
                        source.disk().name(),
                        new SinkDevice(number, source.disk().size(), log));
            } else {
                WriteSplitter splitter = new WriteSplitter(number, device, log);
                splitters.put(number, splitter);
                devices.put(source.disk().name(), splitter);
            }
        }
        return splitters;
    }

    private boolean isConfirmed() {
        try {
            return confirmation.await(CONFIRMATION);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void seal() {
        log.seal();
    }

    /** Nothing comes into the log after this: its end is what the next generation starts from. */
    private Captured endLog() {
        synchronized (endLock) {
            ended = true;
            log.end();
            return log.captured();
        }
    }

    private Mark markUnlessEnded(MarkKind kind, String name) {
        synchronized (endLock) {
            if (ended) {
                throw new IllegalStateException("no recovery point can be made: replication is being stopped");
            }
            return log.mark(kind, name);
        }
    }

    private void markPolicyPoint() {
        if (log.captured().consistent()) {
            try {
                Mark mark = markUnlessEnded(MarkKind.CRASH_CONSISTENT, "");
                listener.mark(new Position(claim.generation(), mark.sequence()), mark);
            } catch (IllegalStateException e) {
                listener.trouble("no recovery point by policy: " + e.getMessage());
            }
        }
    }

    private void fence(String reason) {
        enter(new CaptureState.Fenced(reason));
    }

    private void enter(CaptureState next) {
        synchronized (this) {
            if (state.equals(next) || state instanceof CaptureState.Fenced || state instanceof CaptureState.Detached) {
                return;
            }
            state = next;
        }
        listener.state(next);
    }

    /** The change log's way out: hands on, and returns at once. */
    private final class Outlet implements ChangeLog.Outlet {
        @Override
        public void opened() {
            lag.opened(System.nanoTime());
            segmentClock.opened();
        }

        @Override
        public void sealed(SealedSegment segment) {
            lag.sealed(segment.header(), System.nanoTime());
            confirmation.sealed(segment);
        }

        @Override
        public void trackingStarted() {
            lag.gapOpened(System.nanoTime());
            copies.trackingStarted();
        }
    }

    private final class Shipping implements SegmentShipper.Listener {
        @Override
        public void cached(SegmentHeader header) {
            listener.segment(header);
        }

        @Override
        public void released() {
            backlog.released();
        }

        @Override
        public void unavailable(UnavailableException cause) {
            listener.trouble("cache storage is away, trying on: " + cause.getMessage());
        }

        @Override
        public void stopped(IOException cause) {
            String reason = String.valueOf(cause.getMessage());
            listener.trouble(reason);
            fence(cause instanceof FencedException ? reason : "nothing can be shipped any more: " + reason);
        }
    }

    private final class Copying implements CopyThread.Listener {
        @Override
        public void state(CaptureState next) {
            enter(next);
        }

        @Override
        public void complete(Mark mark, long gap) {
            Position position = new Position(claim.generation(), mark.sequence());
            lag.gapClosed(position, gap + gapsAtStart);
            listener.mark(position, mark);
            enter(new CaptureState.Streaming());
        }

        @Override
        public void mirrorNeeded() {
            listener.mirrorNeeded();
        }

        @Override
        public void trouble(String message) {
            listener.trouble(message);
        }
    }
}
