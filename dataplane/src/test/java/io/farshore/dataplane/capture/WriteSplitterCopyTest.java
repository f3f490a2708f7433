package io.farshore.dataplane.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.block.BlockDevice;
import io.farshore.core.log.ChangeLog;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.Entry;
import io.farshore.core.log.Frame;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.SealedSegment;
import io.farshore.core.log.Segment;
import io.farshore.core.log.SegmentBuffers;
import io.farshore.core.log.SegmentEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A guest that writes exactly while a copy reads the same bytes. */
class WriteSplitterCopyTest {
    private static final int SIZE = 64 << 10;

    private final List<SealedSegment> sealed = new ArrayList<>();
    private final byte[] disk = new byte[SIZE];
    private final ChangeLog log = new ChangeLog(
            claim(), new SegmentBuffers(1 << 20, 8 << 20), InstantSource.fixed(Instant.EPOCH), false, new Outlet());
    private final List<Thread> guests = new ArrayList<>();
    private int readsUntilGuestWrites;
    private int guestWrites;
    private final WriteSplitter splitter = new WriteSplitter(0, new Disk(), log);

    @Test
    void aChangeThatComesAfterTheReadIsNotUndoneByTheCopy() throws Exception {
        Arrays.fill(disk, (byte) 1);
        guestWrites = 1;
        splitter.copy(0, ByteBuffer.allocate(SIZE), false);
        assertThat(logged()).isEqualTo(disk);
    }

    @Test
    void aGuestThatNeverStopsWritingDoesNotStopTheCopy() throws Exception {
        Arrays.fill(disk, (byte) 1);
        guestWrites = Integer.MAX_VALUE;
        splitter.copy(0, ByteBuffer.allocate(SIZE), false);
        assertThat(logged()).isEqualTo(disk);
    }

    @Test
    void zerosAreLeftOutOnlyWhereTheLogSaysZerosAnyway() throws Exception {
        splitter.write(0, ByteBuffer.wrap(new byte[] {9}));
        splitter.zero(0, 1);
        splitter.copy(0, ByteBuffer.allocate(SIZE), true);
        assertThat(logged()).isEqualTo(disk);
    }

    /** What a reader of the log would take the disk to hold. */
    private byte[] logged() throws Exception {
        for (Thread guest : guests) {
            guest.join();
        }
        log.seal();
        byte[] content = new byte[SIZE];
        for (SealedSegment segment : sealed) {
            byte[] bytes = new SegmentEncoder().encode(segment);
            apply(Segment.verify("segment", bytes, new FrameCodec()), bytes, content);
        }
        return content;
    }

    private static void apply(Segment segment, byte[] bytes, byte[] content) throws IOException {
        byte[] payload = new byte[(int) segment.index().plainLength()];
        byte[] plain = new byte[Frame.LARGEST];
        for (Frame frame : segment.index().frames()) {
            new FrameCodec().restore("segment", frame, bytes, (int) frame.storedOffset(), plain);
            System.arraycopy(plain, 0, payload, (int) frame.plainOffset(), frame.plainLength());
        }
        for (Entry entry : segment.index().entries()) {
            int from = (int) entry.offset();
            if (entry.isZeros()) {
                Arrays.fill(content, from, from + (int) entry.length(), (byte) 0);
            } else {
                System.arraycopy(payload, (int) entry.payload(), content, from, (int) entry.length());
            }
        }
    }

    private static GenerationClaim claim() {
        return new GenerationClaim(
                new UUID(1, 1),
                "m",
                1,
                new UUID(2, 2),
                Instant.EPOCH,
                GenerationClaim.Base.EMPTY,
                List.of(new DiskSpec("vda", SIZE)),
                "");
    }

    private final class Outlet implements ChangeLog.Outlet {
        @Override
        public void opened() {}

        @Override
        public void sealed(SealedSegment segment) {
            sealed.add(segment);
        }

        @Override
        public void trackingStarted() {}
    }

    /** Lets another thread write through the splitter right after each read, and waits for it, unless the splitter is locked. */
    private final class Disk implements BlockDevice {
        @Override
        public long size() {
            return SIZE;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public void read(long offset, ByteBuffer target) throws IOException {
            target.put(disk, (int) offset, target.remaining());
            if (guestWrites > 0) {
                guestWrites--;
                byte value = (byte) (100 + readsUntilGuestWrites++);
                Thread guest = Thread.ofPlatform().start(() -> guestWrite(value));
                guests.add(guest);
                try {
                    guest.join(100);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }

        private void guestWrite(byte value) {
            try {
                splitter.write(4096, ByteBuffer.wrap(new byte[] {value, value}));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void write(long offset, ByteBuffer source) {
            source.get(disk, (int) offset, source.remaining());
        }

        @Override
        public void zero(long offset, long length) {
            Arrays.fill(disk, (int) offset, (int) (offset + length), (byte) 0);
        }

        @Override
        public void trim(long offset, long length) {
            zero(offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
