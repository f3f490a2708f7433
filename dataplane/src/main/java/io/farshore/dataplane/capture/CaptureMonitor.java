package io.farshore.dataplane.capture;

import io.farshore.core.log.CacheKeys;
import io.farshore.core.log.ChangeLog;
import io.farshore.core.log.ChangeLog.Captured;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.ReplicatedPosition;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.ship.LagMeter;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Reports lag and progress once a second. Looks as often what comes back through cache storage, which has no events to wait for: the
 * replicated position, and whether a newer generation was claimed. The looks have a thread of their own: while cache storage is away one
 * takes long, and the lag has to be seen growing.
 */
final class CaptureMonitor implements AutoCloseable {
    private static final long PERIOD_NANOS = 1_000_000_000L;

    private final ObjectStore cache;
    private final CacheKeys keys;
    private final GenerationClaim claim;
    private final ChangeLog log;
    private final LagMeter lag;
    private final LagAtStart lagAtStart;
    private final CopyThread copies;
    private final CaptureListener listener;
    private final Consumer<String> fence;
    private final Thread looker;
    private final Thread reporter;
    private volatile boolean closed;
    private boolean wasCopying;

    CaptureMonitor(
            ObjectStore cache,
            CacheKeys keys,
            GenerationClaim claim,
            ChangeLog log,
            LagMeter lag,
            LagAtStart lagAtStart,
            CopyThread copies,
            CaptureListener listener,
            Consumer<String> fence) {
        this.cache = cache;
        this.keys = keys;
        this.claim = claim;
        this.log = log;
        this.lag = lag;
        this.lagAtStart = lagAtStart;
        this.copies = copies;
        this.listener = listener;
        this.fence = fence;
        this.looker = thread("monitor", this::look);
        this.reporter = thread("report", this::report);
    }

    private Thread thread(String duty, Runnable work) {
        return Thread.ofPlatform()
                .name(claim.machine() + " " + duty)
                .daemon(true)
                .unstarted(() -> everySecond(work));
    }

    void start() {
        looker.start();
        reporter.start();
    }

    private void everySecond(Runnable work) {
        long next = System.nanoTime();
        while (!closed) {
            work.run();
            next = Math.max(next + PERIOD_NANOS, System.nanoTime());
            for (long left = next - System.nanoTime(); left > 0 && !closed; left = next - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
            }
        }
    }

    private void look() {
        try {
            byte[] bytes = cache.get(keys.replicated());
            ReplicatedPosition found = bytes == null ? null : ReplicatedPosition.parse(keys.replicated(), bytes);
            lagAtStart.find(found);
            if (found != null) {
                lag.replicated(found);
            }
            if (cache.size(keys.claim(claim.generation() + 1)) >= 0) {
                fence.accept("generation %d of machine %s has been claimed: another replicate has taken over"
                        .formatted(claim.generation() + 1, claim.machine()));
            }
        } catch (IOException e) {
            // The lag keeps growing, which is what is known.
            listener.trouble("cannot see what comes back: " + e.getMessage());
        }
    }

    private void report() {
        Captured captured = log.captured();
        ReplicatedPosition replicated = lag.replicated();
        listener.lag(
                captured.position(),
                replicated == null ? null : replicated.position(),
                lag.lag(captured, System.nanoTime()));
        boolean copying = copies.isCopying();
        if ((copying || wasCopying) && copies.total() > 0) {
            listener.copied(copies.done(), copies.total());
        }
        wasCopying = copying;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(looker);
        LockSupport.unpark(reporter);
        Joining.join(reporter);
        Joining.join(looker);
    }
}
