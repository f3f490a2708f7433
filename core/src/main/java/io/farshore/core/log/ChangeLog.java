package io.farshore.core.log;

import io.farshore.core.block.Ranges;
import io.farshore.core.extent.ExtentMap;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one sequence of all changes to a machine's disks. Every method returns when the change has its number, without waiting for
 * anything but the log's one lock, which is held for a copy in memory at most. When there is no memory left, it goes on by
 * <em>tracking</em>: it keeps where changes were, not what they were, until {@link #endTracking}.
 *
 * <p>Invariants: numbers have no gaps and no repeats within the generation; a segment holds adjacent numbers; segments reach the
 * {@link Outlet} in the order of their numbers; the time of a segment's end is never before that of an earlier one; a segment is
 * flagged consistent only if everything up to its end is in the log.
 *
 * <p>Does not close segments by age (its owner calls {@link #seal}), does not encode, ship, or decide when a copy is complete.
 */
public final class ChangeLog {
    private final UUID machineId;
    private final int generation;
    private final int disks;
    private final UUID writer;
    private final UUID keyId;
    private final SegmentBuffers buffers;
    private final InstantSource clock;
    private final Outlet outlet;
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable OpenSegment open;
    private @Nullable TrackedExtents tracked;
    private long sequence;
    private long firstSequence = 1;
    private long sealedSegments;
    private long capturedBytes;
    private boolean consistent;
    private boolean afterGap;
    private boolean ended;
    private Instant lastTime = Instant.EPOCH;

    /** Where segments go. Called with the log's lock held: it must return at once and never call back. */
    public interface Outlet {
        /** A first change has been captured since the last seal: the age of the open segment counts from now. */
        void opened();

        void sealed(SealedSegment segment);

        /** Memory is used up; changes are only tracked from here on. */
        void trackingStarted();
    }

    /**
     * @param consistent whether the machine's disks are a recovery point from the first change on; false while a copy is to be made
     */
    public ChangeLog(
            GenerationClaim claim, SegmentBuffers buffers, InstantSource clock, boolean consistent, Outlet outlet) {
        this.machineId = claim.machineId();
        this.generation = claim.generation();
        this.disks = claim.disks().size();
        this.writer = claim.writer();
        this.keyId = claim.keyId();
        this.buffers = buffers;
        this.clock = clock;
        this.consistent = consistent;
        this.outlet = outlet;
    }

    /**
     * Captures a write; takes the remaining bytes of {@code payload}.
     *
     * @throws IllegalArgumentException when the machine has no such disk, or no disk can have this range; nothing was captured
     */
    public void write(int disk, long offset, ByteBuffer payload) {
        int length = payload.remaining();
        check(disk, offset, length);
        lock.lock();
        try {
            if (ended) {
                payload.position(payload.limit());
                return;
            }
            OpenSegment segment = room(length);
            if (segment == null) {
                track(disk, offset, length);
                payload.position(payload.limit());
            } else {
                segment.write(disk, offset, payload);
            }
            sequence++;
            capturedBytes += length;
        } finally {
            lock.unlock();
        }
    }

    /** Captures that a range reads as zeros from here on. */
    public void zero(int disk, long offset, long length) {
        check(disk, offset, length);
        lock.lock();
        try {
            if (ended) {
                return;
            }
            OpenSegment segment = room(0);
            if (segment == null) {
                track(disk, offset, length);
            } else {
                segment.zero(disk, offset, length);
            }
            sequence++;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says that the log does not know what a range holds, as after a write that failed half-way: the range is tracked, and the log is
     * no recovery point until it has been copied.
     */
    public void distrust(int disk, long offset, long length) {
        check(disk, offset, length);
        lock.lock();
        try {
            track(disk, offset, length);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Marks a recovery point and ends the segment with it.
     *
     * @throws IllegalStateException while the machine's disks are no recovery point: a copy is under way, or changes are tracked
     */
    public Mark mark(MarkKind kind, String name) {
        Mark.checkName(name);
        lock.lock();
        try {
            if (!consistent) {
                throw new IllegalStateException(
                        "no recovery point can be made now: the log does not hold all that the machine's disks hold;"
                                + " wait until the copy is complete");
            }
            OpenSegment segment = roomForMark();
            Mark mark = new Mark(++sequence, now(), kind, name);
            segment.mark(mark);
            sealOpen(mark.time());
            return mark;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the open segment; nothing when it is empty. */
    public void seal() {
        lock.lock();
        try {
            sealOpen(now());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says that everything the disks hold is in the log: from here on there are recovery points, the first of them here.
     *
     * @return null when memory was used up before the copy was complete, so that it is not
     */
    public @Nullable Mark copyComplete() {
        lock.lock();
        try {
            if (tracked != null) {
                return null;
            }
            consistent = true;
            return mark(MarkKind.CRASH_CONSISTENT, "");
        } finally {
            lock.unlock();
        }
    }

    /**
     * Captures again, and hands out where changes were in the meantime: those extents have to be read and written to the log before
     * {@link #copyComplete}. Null when the log was not tracking.
     */
    public @Nullable TrackedExtents endTracking() {
        lock.lock();
        try {
            TrackedExtents result = tracked;
            if (result != null) {
                tracked = null;
                afterGap = true;
                firstSequence = sequence + 1;
            }
            return result;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says that changes to a range may have been missed for a while before now. As {@link #distrust}, and the end of the open segment is
     * no recovery point either.
     */
    public void missed(int disk, long offset, long length) {
        check(disk, offset, length);
        lock.lock();
        try {
            consistent = false;
            track(disk, offset, length);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the log here: the open segment is sealed, and what comes after it is not captured any more. */
    public void end() {
        lock.lock();
        try {
            sealOpen(now());
            ended = true;
        } finally {
            lock.unlock();
        }
    }

    /** Where capture is. */
    public Captured captured() {
        lock.lock();
        try {
            return new Captured(
                    new Position(generation, sequence), capturedBytes, sealedSegments, consistent, tracked != null);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A moment of capture.
     *
     * @param position of the newest change, acknowledged or about to be
     * @param bytes length of all writes of the generation
     * @param segments sealed so far
     */
    public record Captured(Position position, long bytes, long segments, boolean consistent, boolean tracking) {}

    /** Once a change has its number, nothing may go wrong with it any more: what no segment can say is refused here. */
    private void check(int disk, long offset, long length) {
        if (disk < 0 || disk >= disks) {
            throw new IllegalArgumentException("a machine with %d disks has no disk number %d".formatted(disks, disk));
        }
        Ranges.check(offset, length, ExtentMap.MAX_BYTES);
    }

    private @Nullable OpenSegment room(int length) {
        if (tracked != null) {
            return null;
        }
        OpenSegment current = open;
        if (current != null && !current.hasRoom(length)) {
            sealOpen(now());
            current = null;
        }
        return current != null ? current : openFor(length);
    }

    private @Nullable OpenSegment openFor(int length) {
        OpenSegment opened = buffers.take(length);
        if (opened != null) {
            open(opened);
        }
        return opened;
    }

    /** A mark needs no payload, so there is room for one even when memory is used up. */
    private OpenSegment roomForMark() {
        OpenSegment current = open;
        if (current == null) {
            current = buffers.takeEmpty();
            open(current);
        }
        return current;
    }

    private void open(OpenSegment opened) {
        opened.open(now());
        open = opened;
        outlet.opened();
    }

    private void track(int disk, long offset, long length) {
        TrackedExtents extents = tracked;
        if (extents == null) {
            sealOpen(now());
            extents = new TrackedExtents();
            tracked = extents;
            consistent = false;
            outlet.trackingStarted();
        }
        extents.add(disk, offset, length);
    }

    private void sealOpen(Instant at) {
        OpenSegment segment = open;
        if (segment == null) {
            return;
        }
        open = null;
        if (segment.isEmpty()) {
            buffers.giveBack(segment);
            return;
        }
        SegmentHeader header = new SegmentHeader(
                machineId,
                generation,
                ++sealedSegments,
                firstSequence,
                sequence,
                segment.opened(),
                at,
                capturedBytes,
                writer,
                consistent,
                afterGap,
                keyId);
        firstSequence = sequence + 1;
        afterGap = false;
        outlet.sealed(new SealedSegment(header, segment, buffers));
    }

    /** The time, never running backwards. */
    private Instant now() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (now.isAfter(lastTime)) {
            lastTime = now;
        }
        return lastTime;
    }
}
