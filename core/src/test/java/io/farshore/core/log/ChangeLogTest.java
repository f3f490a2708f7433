package io.farshore.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a change log does at its edges; what it does in general is in {@link ChangeLogModelTest}. */
class ChangeLogTest {
    private static final int SEGMENT = 64 << 10;
    private static final long TIB = 1L << 40;

    private final SegmentForge.Collected outlet = new SegmentForge.Collected();
    private final SegmentBuffers buffers = new SegmentBuffers(SEGMENT, 4 * SEGMENT);
    private final ChangeLog log = log(buffers, true, 4);

    private ChangeLog log(SegmentBuffers memory, boolean consistent, int disks) {
        List<DiskSpec> specs = new ArrayList<>();
        for (int disk = 0; disk < disks; disk++) {
            specs.add(new DiskSpec("vd" + disk, 64 * TIB));
        }
        return new ChangeLog(Examples.claim(1, specs), memory, () -> Examples.TIME, consistent, outlet);
    }

    @Test
    void whatNoSegmentCanSayIsRefusedAndNotCounted() {
        ByteBuffer payload = ByteBuffer.allocate(512);
        for (int disk : new int[] {-1, 4, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> log.write(disk, 0, payload)).isInstanceOf(IllegalArgumentException.class);
        }
        for (long offset : new long[] {-1, 64 * TIB - 511, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> log.write(0, offset, payload)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> log.zero(0, offset, 512)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> log.distrust(0, offset, 512)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> log.zero(0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(payload.remaining()).isEqualTo(512);
        assertThat(log.captured().position()).isEqualTo(new Position(1, 0));
    }

    @Test
    void aChangeLargerThanASegmentGetsOneOfItsOwn() throws IOException {
        log.write(0, 0, ByteBuffer.allocate(10));
        byte[] large = new byte[2 * SEGMENT];
        large[0] = 1;
        log.write(1, 4096, ByteBuffer.wrap(large));
        assertThat(buffers.used()).isEqualTo(3L * SEGMENT);
        log.write(0, 0, ByteBuffer.allocate(10));
        log.seal();
        assertThat(outlet.segments).extracting(SealedSegment::payloadLength).containsExactly(10, 2 * SEGMENT, 10);
        outlet.segments.forEach(SealedSegment::release);
        assertThat(buffers.used()).isZero();
        assertThat(log.captured().tracking()).isFalse();
    }

    @Test
    void aChangeLargerThanAllMemoryIsTracked() {
        log.write(0, 0, ByteBuffer.allocate(10));
        log.write(1, 4096, ByteBuffer.allocate(4 * SEGMENT + 1));
        assertThat(log.captured().tracking()).isTrue();
        assertThat(outlet.segments).hasSize(1);
        assertThat(outlet.segments.getFirst().header().consistent()).isTrue();
        TrackedExtents extents = log.endTracking();
        assertThat(extents).isNotNull();
        assertThat(extents.extents()).containsExactly(new TrackedExtents.Extent(1, 0, 5L * SEGMENT));
    }

    @Test
    void theSegmentInWhichChangesWereMissedIsNoRecoveryPoint() {
        log.write(1, 0, ByteBuffer.allocate(10));
        log.missed(0, 0, SEGMENT);
        assertThat(outlet.segments)
                .extracting(segment -> segment.header().consistent())
                .containsExactly(false);
        assertThat(log.captured().tracking()).isTrue();
        assertThat(log.captured().consistent()).isFalse();
    }

    @Test
    void whatComesAfterTheEndIsNotCaptured() {
        log.write(0, 0, ByteBuffer.allocate(10));
        log.end();
        ByteBuffer late = ByteBuffer.allocate(10);
        log.write(1, 0, late);
        log.zero(1, 0, 512);
        log.seal();
        assertThat(late.hasRemaining()).isFalse();
        assertThat(outlet.segments).hasSize(1);
        assertThat(log.captured().position()).isEqualTo(new Position(1, 1));
        assertThat(log.captured().consistent()).isTrue();
    }

    @Test
    void aMarkNeedsNoMemory() {
        log.write(0, 0, ByteBuffer.allocate(4 * SEGMENT));
        log.seal();
        assertThat(buffers.used()).isEqualTo(buffers.budget());
        Mark mark = log.mark(MarkKind.NAMED, "now");
        assertThat(outlet.segments.getLast().header().consistent()).isTrue();
        assertThat(mark.sequence()).isEqualTo(2);
        outlet.segments.forEach(SealedSegment::release);
        assertThat(buffers.used()).isZero();
    }

    @Test
    void noMarkWhileTheLogDoesNotHoldAllThatTheDisksHold() {
        ChangeLog copying = log(buffers, false, 1);
        assertThatThrownBy(() -> copying.mark(MarkKind.NAMED, "now"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("wait until the copy is complete");
        assertThat(copying.copyComplete()).isNotNull();
        copying.distrust(0, 0, 1);
        assertThat(copying.copyComplete()).isNull();
        assertThatThrownBy(() -> copying.mark(MarkKind.NAMED, "now")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> copying.mark(MarkKind.NAMED, "no\ttab")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void memoryIsGivenBackOnce() {
        log.write(0, 0, ByteBuffer.allocate(10));
        log.seal();
        SealedSegment segment = outlet.segments.getFirst();
        segment.release();
        assertThatThrownBy(segment::release).isInstanceOf(IllegalStateException.class);
        assertThat(buffers.used()).isZero();
        assertThatThrownBy(() -> new SegmentEncoder().encode(segment)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSegmentIsFullAtSoManyChanges() {
        for (int i = 0; i < 1 + (1 << 16); i++) {
            log.zero(0, i, 1);
        }
        assertThat(outlet.segments).hasSize(1);
        assertThat(outlet.segments.getFirst().header().lastSequence()).isEqualTo(1 << 16);
    }

    @Test
    void theLargestTrimOfTheLargestDiskIsOneEntry() throws IOException {
        log.zero(3, 0, 64 * TIB);
        log.write(3, 64 * TIB - 1, ByteBuffer.wrap(new byte[] {7}));
        log.seal();
        byte[] bytes = new SegmentEncoder().encode(outlet.segments.getFirst());
        assertThat(Segment.verify("it", bytes, new FrameCodec()).index().entries())
                .containsExactly(new Entry(3, 0, 64 * TIB - 1, Entry.ZEROS), new Entry(3, 64 * TIB - 1, 1, 0));
    }

    @Test
    void capturedBytesThatChangeInMemoryAreFound() {
        log.write(0, 0, ByteBuffer.wrap(new byte[] {1, 2, 3, 4}));
        log.seal();
        SealedSegment segment = outlet.segments.getFirst();
        segment.changes().payload()[2] ^= 16;
        assertThatThrownBy(() -> new SegmentEncoder().encode(segment)).hasMessageContaining("is the memory faulty?");
    }

    /** Each thread writes its disk alone; what it was told is written is in the log, in its order. */
    @Test
    void writersOnManyThreadsLoseNothingAndKeepTheirOrder() throws Exception {
        int writers = 4;
        int changes = 3000;
        SegmentBuffers memory = new SegmentBuffers(SEGMENT, 1000L * SEGMENT);
        ChangeLog shared = log(memory, true, writers);
        try (ExecutorService threads = Executors.newFixedThreadPool(writers + 1)) {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> ends = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int disk = writer;
                ends.add(threads.submit(() -> {
                    start.await();
                    writeInOrder(shared, disk, changes);
                    return null;
                }));
            }
            ends.add(threads.submit(() -> {
                start.await();
                for (int i = 0; i < 200; i++) {
                    shared.seal();
                    shared.mark(MarkKind.CRASH_CONSISTENT, "");
                    Thread.onSpinWait();
                }
                return null;
            }));
            start.countDown();
            for (Future<?> end : ends) {
                end.get();
            }
        }
        shared.seal();
        assertThat(shared.captured().position().sequence()).isEqualTo((long) writers * changes + 200);
        checkOrder(writers, changes);
        outlet.segments.forEach(SealedSegment::release);
        assertThat(memory.used()).isZero();
    }

    /** The n-th change writes n at its own place, and at a place that all of the thread's changes share. */
    private static void writeInOrder(ChangeLog log, int disk, int changes) {
        for (int i = 1; i <= changes; i++) {
            ByteBuffer payload = ByteBuffer.allocate(4).putInt(i).flip();
            if (i % 3 == 0) {
                log.write(disk, 0, payload);
            } else {
                log.write(disk, 8L * i, payload);
            }
        }
    }

    /** At the end of each segment a disk holds the first n changes of its thread, for some n, and at last all. */
    private void checkOrder(int writers, int changes) throws IOException {
        Replay replay = new Replay(Disks.empty(writers, 8 * changes + 16));
        SegmentEncoder encoder = new SegmentEncoder();
        int[] seen = new int[writers];
        long sequence = 0;
        for (SealedSegment sealed : outlet.segments) {
            assertThat(sealed.header().firstSequence()).isEqualTo(sequence + 1);
            sequence = sealed.header().lastSequence();
            replay.apply(encoder.encode(sealed));
            for (int disk = 0; disk < writers; disk++) {
                seen[disk] = newest(replay.disks(), disk, seen[disk], changes);
            }
        }
        assertThat(seen).containsOnly(changes);
    }

    private static int newest(Disks disks, int disk, int from, int changes) {
        int shared = ByteBuffer.wrap(disks.read(disk, 0, 4)).getInt();
        int at = from;
        while (at < changes && isThere(disks, disk, at + 1, shared)) {
            at++;
        }
        for (int later = at + 1; later <= changes; later++) {
            assertThat(isThere(disks, disk, later, shared))
                    .as("%d, after %d", later, at)
                    .isFalse();
        }
        return at;
    }

    private static boolean isThere(Disks disks, int disk, int change, int shared) {
        return change % 3 == 0
                ? shared >= change
                : ByteBuffer.wrap(disks.read(disk, 8L * change, 4)).getInt() == change;
    }
}
