package io.farshore.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.Damage;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Whatever happens to the bytes of a segment is found, and named as what it is. */
class SegmentDamageTest {
    private final FrameCodec codec = new FrameCodec();

    @Test
    void allDamageToASmallSegmentIsFound() throws IOException {
        byte[] segment = SegmentForge.segment(1, new SplittableRandom(1));
        Damage.isFoundEverywhere(segment, bytes -> Segment.verify("a segment", bytes, codec));
    }

    @Seeded(count = 100)
    void damageToAnySegmentIsFound(RandomGenerator random) throws IOException {
        byte[] segment = SegmentForge.segment(random.nextInt(60), random);
        Segment.verify("a segment", segment, codec);
        Damage.isFoundSomewhere(segment, random, bytes -> Segment.verify("a segment", bytes, codec));
    }

    /** Of a tail, the identity in the footer vouches for what is before the index. */
    @Seeded(count = 100)
    void damageToTheIndexOfAnySegmentIsFound(RandomGenerator random) throws IOException {
        byte[] segment = SegmentForge.segment(random.nextInt(60), random);
        Segment whole = Segment.verify("a segment", segment, codec);
        int tail = Segment.indexTail("a segment", segment, segment.length);
        byte[] good = Arrays.copyOfRange(segment, segment.length - tail, segment.length);
        Damage.Parser parser = bytes -> Segment.index("a segment", bytes, segment.length, whole.identity(), codec);
        assertThat(Segment.index("a segment", good, segment.length, whole.identity(), codec))
                .isEqualTo(whole.index());
        Damage.isFoundSomewhere(good, random, parser);
    }

    @Seeded(count = 20)
    void anotherSegmentInItsPlaceIsFoundByItsIdentity(RandomGenerator random) throws IOException {
        byte[] one = SegmentForge.segment(5, random);
        byte[] other = SegmentForge.segment(5, random);
        ObjectHash expected = Segment.verify("one", one, codec).identity();
        assertThat(Segment.verify("other", other, codec).identity()).isNotEqualTo(expected);
        assertThatThrownBy(() -> Segment.index("other", other, other.length, expected, codec))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining(expected.toString());
    }

    @Test
    void aSegmentOfAnotherSizeThanTheCatalogSaysIsDamaged() throws IOException {
        byte[] segment = SegmentForge.segment(3, new SplittableRandom(1));
        ObjectHash identity = Segment.verify("it", segment, codec).identity();
        for (long size : new long[] {0, 63, 64, segment.length - 1L, segment.length + 1L, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> Segment.index("it", segment, size, identity, codec))
                    .isInstanceOf(CorruptDataException.class);
        }
    }

    /** As when the store returns less of an object than the catalog says there is. */
    @Test
    void aFrameThatIsCutOffIsDamaged() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        requireCutFramesRefused(SegmentForge.segment(30, random));
        requireCutFramesRefused(SegmentForge.noise(100_000, random));
    }

    private void requireCutFramesRefused(byte[] segment) throws IOException {
        byte[] target = new byte[Frame.LARGEST];
        for (Frame frame : Segment.verify("it", segment, codec).index().frames()) {
            int from = (int) frame.storedOffset();
            byte[] part = Arrays.copyOfRange(segment, from, from + frame.storedLength());
            codec.restore("it", frame, part, 0, target);
            for (int length : new int[] {0, 1, part.length / 2, part.length - 1}) {
                Damage.requireRefused(
                        Arrays.copyOf(part, length), bytes -> codec.restore("it", frame, bytes, 0, target), "cut");
            }
        }
    }
}
