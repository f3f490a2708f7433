package io.farshore.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.log.ChangeLog.Captured;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change log beside what it must do: two sets of disks, those of the machine and those that the log describes. They differ
 * only while changes are tracked or a copy is under way. Every segment is held against both when it is shipped.
 */
final class LogModel implements ChangeLog.Outlet {
    private final SegmentEncoder encoder = new SegmentEncoder();
    private final SegmentBuffers buffers;
    private final GenerationClaim claim;
    private final Deque<Expected> waiting = new ArrayDeque<>();
    private final Replay replay;
    final ChangeLog log;

    /** What the machine's disks hold. */
    final Disks truth;

    private final Disks logged;
    private long sequence;
    private long first = 1;
    private long segments;
    private long bytes;
    private boolean consistent;
    private boolean afterGap;
    private boolean isOpen;
    private boolean tracking;
    private Instant lastTime = Instant.EPOCH;

    LogModel(Disks disks, SegmentBuffers buffers, InstantSource clock, boolean consistent) {
        this.truth = disks;
        this.logged = disks.empty();
        this.replay = new Replay(disks.empty());
        this.buffers = buffers;
        this.consistent = consistent;
        this.claim = Examples.claim(3, disks);
        this.log = new ChangeLog(claim, buffers, clock, consistent, this);
    }

    /** What a sealed segment has to say. */
    private record Expected(
            SealedSegment segment,
            Disks truth,
            Disks logged,
            @Nullable Mark mark) {}

    @Override
    public void opened() {
        assertThat(isOpen).as("a segment was open already").isFalse();
        assertThat(log.captured().tracking()).isFalse();
        isOpen = true;
    }

    @Override
    public void sealed(SealedSegment segment) {
        assertThat(isOpen).as("a segment was open").isTrue();
        isOpen = false;
        SegmentHeader header = segment.header();
        waiting.add(new Expected(segment, truth.copy(), logged.copy(), null));
        boolean isMark = header.lastSequence() == sequence + 1;
        assertThat(header.firstSequence()).isEqualTo(first);
        assertThat(header.lastSequence()).isEqualTo(isMark ? sequence + 1 : sequence);
        assertThat(header.number()).isEqualTo(++segments);
        assertThat(header.capturedBytes()).isEqualTo(bytes);
        assertThat(header.afterGap()).isEqualTo(afterGap);
        assertThat(header.firstTime()).isAfterOrEqualTo(lastTime);
        assertThat(header.lastTime()).isAfterOrEqualTo(header.firstTime());
        if (!isMark) {
            assertThat(header.consistent()).isEqualTo(consistent);
        }
        lastTime = header.lastTime();
        first = header.lastSequence() + 1;
        afterGap = false;
    }

    @Override
    public void trackingStarted() {
        assertThat(tracking).isFalse();
        tracking = true;
        consistent = false;
    }

    void write(int disk, long offset, byte[] payload) {
        ByteBuffer buffer = ByteBuffer.wrap(payload);
        log.write(disk, offset, buffer);
        assertThat(buffer.hasRemaining()).isFalse();
        bytes += payload.length;
        truth.write(disk, offset, payload);
        if (!tracking) {
            logged.write(disk, offset, payload);
        }
        changed();
    }

    void zero(int disk, long offset, long length) {
        log.zero(disk, offset, length);
        truth.zero(disk, offset, length);
        if (!tracking) {
            logged.zero(disk, offset, length);
        }
        changed();
    }

    /** A write that the disk refused half-way: nobody knows what is there. */
    void distrust(int disk, long offset, byte[] partOfIt, int length) {
        log.distrust(disk, offset, length);
        assertThat(tracking).isTrue();
        truth.write(disk, offset, partOfIt);
        check();
    }

    private void changed() {
        sequence++;
        check();
    }

    private void check() {
        Captured captured = log.captured();
        assertThat(captured).isEqualTo(new Captured(new Position(3, sequence), bytes, segments, consistent, tracking));
        assertThat(buffers.used()).isLessThanOrEqualTo(buffers.budget());
    }

    void seal() {
        log.seal();
        assertThat(isOpen).isFalse();
        check();
    }

    boolean isConsistent() {
        return consistent;
    }

    boolean isTracking() {
        return tracking;
    }

    /** Marks; the log may be without memory for a moment, but not refuse for another reason. */
    void mark(MarkKind kind, String name) {
        marked(log.mark(kind, name));
    }

    private void marked(Mark made) {
        assertThat(made.sequence()).isEqualTo(++sequence);
        Expected last = waiting.removeLast();
        assertThat(last.segment.header().consistent()).isTrue();
        assertThat(made.time()).isEqualTo(last.segment.header().lastTime());
        waiting.addLast(new Expected(last.segment, last.truth, last.logged, made));
        check();
    }

    @Nullable
    TrackedExtents endTracking() {
        TrackedExtents extents = log.endTracking();
        assertThat(extents != null).isEqualTo(tracking);
        if (tracking) {
            tracking = false;
            afterGap = true;
            first = sequence + 1;
        }
        check();
        return extents;
    }

    /** Reads a part of the disk and logs it; a part of it may lie behind the end. */
    void copy(TrackedExtents.Extent part) {
        write(part.disk(), part.offset(), truth.read(part.disk(), part.offset(), part.length()));
    }

    void copyComplete() {
        Mark made = log.copyComplete();
        assertThat(made == null).isEqualTo(tracking);
        if (made != null) {
            consistent = true;
            marked(made);
        }
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Encodes the oldest segment that waits, checks it against the models, and gives its memory back. */
    void ship() throws IOException {
        Expected expected = waiting.removeFirst();
        byte[] encoded = encoder.encode(expected.segment);
        assertThat(encoder.encode(expected.segment)).isEqualTo(encoded);
        Segment segment = replay.apply(encoded);
        assertThat(segment.header()).isEqualTo(expected.segment.header());
        assertThat(segment.header().machineId()).isEqualTo(claim.machineId());
        assertThat(segment.header().writer()).isEqualTo(claim.writer());
        assertThat(segment.index().marks()).isEqualTo(expected.mark == null ? List.of() : List.of(expected.mark));
        assertThat(replay.disks().holdsTheSameAs(expected.logged))
                .as("what the log holds")
                .isTrue();
        if (segment.header().consistent()) {
            assertThat(replay.disks().holdsTheSameAs(expected.truth))
                    .as("a recovery point")
                    .isTrue();
        }
        expected.segment.release();
    }

    /** Ships all, and looks whether all memory came back and everything is in the log. */
    void finish() throws IOException {
        seal();
        while (hasWaiting()) {
            ship();
        }
        assertThat(buffers.used()).isZero();
        assertThat(replay.disks().holdsTheSameAs(logged)).isTrue();
        assertThat(consistent && !replay.disks().holdsTheSameAs(truth)).isFalse();
    }
}
