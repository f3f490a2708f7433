package io.farshore.dataplane.capture;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that seals the open segment when it is old enough, and marks policy points on time. Told by {@link #opened} from within
 * the change log, which costs a write and an unpark. Does not know the change log.
 */
final class SegmentClock implements AutoCloseable {
    private final Runnable seal;
    private final Runnable markPoint;
    private final long ageNanos;
    private final long pointNanos;
    private final Thread thread;
    private volatile long openedAt;
    private volatile boolean isOpen;
    private volatile boolean closed;

    SegmentClock(String name, Duration segmentAge, Duration pointEvery, Runnable seal, Runnable markPoint) {
        this.seal = seal;
        this.markPoint = markPoint;
        this.ageNanos = segmentAge.toNanos();
        this.pointNanos = pointEvery.toNanos();
        this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** A segment has been opened just now. */
    void opened() {
        openedAt = System.nanoTime();
        isOpen = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        long nextPoint = System.nanoTime() + pointNanos;
        while (!closed) {
            long now = System.nanoTime();
            if (isOpen && now - openedAt >= ageNanos) {
                isOpen = false;
                seal.run();
            } else if (now - nextPoint >= 0) {
                nextPoint += pointNanos;
                markPoint.run();
            } else {
                long sealIn = isOpen ? ageNanos - (now - openedAt) : Long.MAX_VALUE;
                LockSupport.parkNanos(this, Math.min(sealIn, nextPoint - now));
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Joining.join(thread);
    }
}
