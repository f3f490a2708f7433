package io.farshore.dataplane.ship;

import io.farshore.core.log.ChangeLog.Captured;
import io.farshore.core.log.Position;
import io.farshore.core.log.ReplicatedPosition;
import io.farshore.core.log.SegmentHeader;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * How far the replica store is behind capture. Errs on the side of more: time counts from the first change of the oldest segment
 * that is not known to be replicated, and while a copy is incomplete from when it became necessary. Times are readings of a
 * monotonic clock in nanoseconds, so that a jump of the wall clock changes no lag. Any thread may call.
 */
public final class LagMeter {
    private static final int MOST = 1 << 16;
    private static final Position NOTHING = new Position(0, 0);

    private final ArrayDeque<Stretch> unreplicated = new ArrayDeque<>();
    private @Nullable Long openSince;
    private @Nullable Long gapSince;
    private @Nullable Position gapEnd;
    private long gaps;
    private @Nullable ReplicatedPosition replicated;

    /** Changes of a segment, or of several that were joined to bound memory. */
    private record Stretch(long since, Position end) {}

    /**
     * A moment's lag.
     *
     * @param time since the oldest change that is not replicated; zero when there is none
     * @param bytes captured and not replicated
     * @param writes captured and not replicated
     */
    public record Lag(Duration time, long bytes, long writes) {}

    /** A first change was captured since the last seal. */
    public synchronized void opened(long nanos) {
        openSince = nanos;
    }

    public synchronized void sealed(SegmentHeader header, long nanos) {
        long since = openSince != null ? openSince : nanos;
        openSince = null;
        if (unreplicated.size() == MOST) {
            joinNeighbours();
        }
        unreplicated.addLast(new Stretch(since, header.end()));
    }

    /** From here on the log does not hold all that the disks hold. */
    public synchronized void gapOpened(long nanos) {
        gapSince = gapSince != null ? gapSince : Long.valueOf(nanos);
        gapEnd = null;
        gaps++;
    }

    /** The gap has been open for longer than was known, as after a restart. Nothing when none is. */
    public synchronized void gapIsOlder(long nanos) {
        Long since = gapSince;
        gapSince = since == null ? null : Long.valueOf(Math.min(since, nanos));
    }

    /** How many gaps have opened so far. */
    public synchronized long gaps() {
        return gaps;
    }

    /**
     * As of this position the log holds all that the disks hold.
     *
     * @param gap what {@link #gaps} was before the position was decided; when another has opened since, nothing is closed
     */
    public synchronized void gapClosed(Position position, long gap) {
        if (gap == gaps) {
            gapEnd = position;
            forgetReplicatedGap();
        }
    }

    public synchronized void replicated(ReplicatedPosition position) {
        replicated = position;
        while (!unreplicated.isEmpty() && unreplicated.getFirst().end().compareTo(position.position()) <= 0) {
            unreplicated.removeFirst();
        }
        forgetReplicatedGap();
    }

    private void forgetReplicatedGap() {
        ReplicatedPosition back = replicated;
        Position known = back == null ? NOTHING : back.position();
        if (gapEnd != null && gapEnd.compareTo(known) <= 0) {
            gapSince = null;
            gapEnd = null;
        }
    }

    /** The position that came back last, or null when none did. */
    public synchronized @Nullable ReplicatedPosition replicated() {
        return replicated;
    }

    public synchronized Lag lag(Captured captured, long nanos) {
        ReplicatedPosition back = replicated;
        boolean sameGeneration = back != null
                && back.position().generation() == captured.position().generation();
        long sequence = back != null && sameGeneration ? back.position().sequence() : 0;
        long bytes = back != null && sameGeneration ? back.capturedBytes() : 0;
        return new Lag(age(nanos), captured.bytes() - bytes, captured.position().sequence() - sequence);
    }

    private Duration age(long nanos) {
        Long oldest = unreplicated.isEmpty()
                ? openSince
                : Long.valueOf(unreplicated.getFirst().since());
        long age = Math.max(oldest == null ? 0 : nanos - oldest, gapSince == null ? 0 : nanos - gapSince);
        return Duration.ofNanos(Math.max(0, age));
    }

    private void joinNeighbours() {
        for (int pairs = unreplicated.size() / 2; pairs > 0; pairs--) {
            Stretch first = unreplicated.removeFirst();
            Stretch second = unreplicated.removeFirst();
            unreplicated.addLast(new Stretch(first.since(), second.end()));
        }
    }
}
