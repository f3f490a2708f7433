package io.farshore.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.farshore.core.crypto.DataKey;
import io.farshore.core.format.Golden;
import io.farshore.core.log.Frame.Codec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The segment of version 1, as it was written once. Compressed bytes may come out otherwise today, so they are not compared. */
class GoldenSegmentTest {
    private static final SegmentHeader HEADER = new SegmentHeader(
            Examples.MACHINE,
            3,
            77,
            1001,
            1005,
            Examples.TIME.minusMillis(900),
            Examples.TIME,
            1L << 41,
            Examples.WRITER,
            true,
            true,
            DataKey.NO_KEY);
    private static final Mark MARK =
            new Mark(1005, Examples.TIME, MarkKind.APP_CONSISTENT, "before the upgrade \u20ac");

    @Test
    void isReadForEver() throws IOException {
        byte[] golden = Golden.bytes("segment", written());
        Segment segment = Segment.verify("golden", golden, new FrameCodec());
        assertThat(segment.header()).isEqualTo(HEADER);
        assertThat(segment.index().marks()).containsExactly(MARK);
        assertThat(segment.index().entries())
                .containsExactly(
                        new Entry(0, 4096, 98_304, 0),
                        new Entry(0, 102_400, 4096, Entry.ZEROS),
                        new Entry(1, 0, (1L << 46) - 3, Entry.ZEROS),
                        new Entry(1, (1L << 46) - 3, 3, 98_304));
        assertThat(segment.index().frames())
                .extracting(Frame::plainLength, Frame::codec)
                .containsExactly(tuple(65_536, Codec.RAW), tuple(32_771, Codec.ZSTD));
    }

    @Test
    void restoresThePayloadForEver() throws IOException {
        byte[] golden = Golden.bytes("segment", written());
        FrameCodec codec = new FrameCodec();
        SegmentIndex index = Segment.verify("golden", golden, codec).index();
        byte[] payload = new byte[(int) index.plainLength()];
        for (Frame frame : index.frames()) {
            byte[] plain = new byte[Frame.LARGEST];
            codec.restore("golden", frame, golden, (int) frame.storedOffset(), plain);
            System.arraycopy(plain, 0, payload, (int) frame.plainOffset(), frame.plainLength());
        }
        byte[] expected = Arrays.copyOf(payload(), 98_307);
        System.arraycopy(new byte[] {1, 2, 3}, 0, expected, 98_304, 3);
        assertThat(payload).isEqualTo(expected);
    }

    /** Noise and text, zeros over the end of it, the largest trim, the last bytes of the largest disk, and a mark. */
    private static byte[] written() throws IOException {
        OpenSegment changes = new OpenSegment(1 << 20);
        changes.write(0, 4096, ByteBuffer.wrap(payload()));
        changes.write(0, 102_400, ByteBuffer.wrap(new byte[4096]));
        changes.zero(1, 0, 1L << 46);
        changes.write(1, (1L << 46) - 3, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        changes.mark(MARK);
        return new SegmentEncoder().encode(new SealedSegment(HEADER, changes, new SegmentBuffers(1 << 20, 1 << 22)));
    }

    private static byte[] payload() {
        byte[] payload = new byte[100_000];
        Arrays.fill(payload, (byte) 'x');
        byte[] noise = new byte[65_536];
        new SplittableRandom(42).nextBytes(noise);
        System.arraycopy(noise, 0, payload, 0, noise.length);
        return payload;
    }
}
