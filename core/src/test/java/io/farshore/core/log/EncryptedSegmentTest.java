package io.farshore.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.crypto.DataKey;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.format.Damage;
import io.farshore.core.format.Golden;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Segments that are sealed: only their key opens them, and whatever is done to them is found. */
class EncryptedSegmentTest {
    private final FrameCodec codec = new FrameCodec();
    private final GenerationClaim claim;

    EncryptedSegmentTest() throws IOException {
        claim = SegmentForge.claim().encrypted(Examples.KEY.id(), Examples.KEYS);
    }

    @Test
    void theGoldenOneIsReadForEver() throws IOException {
        byte[] golden = Golden.bytes("segment-encrypted", segment(12, new SplittableRandom(42)));
        byte[] plain = SegmentForge.segment(12, new SplittableRandom(42));
        Segment segment = Segment.verify("golden", golden, codec, Examples.KEYS);
        assertThat(segment.header().keyId()).isEqualTo(Examples.KEY.id());
        assertThat(segment.index().entries())
                .isEqualTo(Segment.verify("plain", plain, codec).index().entries());
        assertThat(payload(golden, Examples.KEYS)).isEqualTo(payload(plain, MachineKeys.NONE));
    }

    @Seeded(count = 100)
    void holdsWhatTheSameSegmentHoldsWithoutEncryption(RandomGenerator random) throws IOException {
        int changes = random.nextInt(60);
        long seed = random.nextLong();
        byte[] plain = SegmentForge.segment(changes, new SplittableRandom(seed));
        byte[] sealed = segment(changes, new SplittableRandom(seed));
        Segment verified = Segment.verify("it", sealed, codec, Examples.KEYS);
        assertThat(verified.index().entries())
                .isEqualTo(Segment.verify("it", plain, codec).index().entries());
        assertThat(payload(sealed, Examples.KEYS)).isEqualTo(payload(plain, MachineKeys.NONE));
        ObjectCipher cipher = claim.segmentCipher(Examples.KEYS, 1);
        int tail = Segment.indexTail("it", sealed, sealed.length);
        byte[] end = Arrays.copyOfRange(sealed, sealed.length - tail, sealed.length);
        assertThat(Segment.index("it", end, sealed.length, verified.identity(), codec, cipher))
                .isEqualTo(verified.index());
    }

    @Test
    void encodingTheSameSegmentAgainGivesTheSameBytes() throws IOException {
        assertThat(segment(0, new SplittableRandom(1))).isEqualTo(segment(0, new SplittableRandom(1)));
    }

    @Test
    void allDamageToASmallOneIsFound() throws IOException {
        Damage.isFoundEverywhere(
                segment(1, new SplittableRandom(1)), bytes -> Segment.verify("it", bytes, codec, Examples.KEYS));
    }

    /** A reader of single frames has no hash of the object: the tag must tell. */
    @Test
    void aFlippedBitOfAFrameIsFoundByItsTag() throws IOException {
        byte[] segment = segment(6, new SplittableRandom(3));
        ObjectCipher cipher = claim.segmentCipher(Examples.KEYS, 1);
        Frame frame = Segment.verify("it", segment, codec, Examples.KEYS)
                .index()
                .frames()
                .getFirst();
        byte[] target = new byte[Frame.LARGEST];
        byte[] stored = Arrays.copyOfRange(segment, 128, 128 + frame.storedLength());
        codec.restore("it", frame, 0, cipher, stored, 0, target);
        for (int bit = 0; bit < stored.length * 8; bit += 7) {
            byte[] flipped = stored.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> codec.restore("it", frame, 0, cipher, flipped, 0, target))
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageContaining("sealed");
        }
        assertThatThrownBy(() -> codec.restore("it", frame, 1, cipher, stored, 0, target))
                .as("as another frame")
                .isInstanceOf(CorruptDataException.class);
        assertThatThrownBy(
                        () -> codec.restore("it", frame, 0, claim.segmentCipher(Examples.KEYS, 2), stored, 0, target))
                .as("as another segment's")
                .isInstanceOf(CorruptDataException.class);
    }

    @Test
    void withoutItsKeyItIsRefusedAndWithAnotherItIsDamaged() throws IOException {
        byte[] segment = segment(5, new SplittableRandom(1));
        assertThatThrownBy(() -> Segment.verify("it", segment, codec))
                .isInstanceOf(KeyMissingException.class)
                .hasMessageContaining(Examples.KEY.id().toString())
                .hasMessageContaining("--key-file");
        MachineKeys wrong = MachineKeys.of(List.of(new DataKey(Examples.KEY.id(), new byte[32])));
        assertThatThrownBy(() -> Segment.verify("it", segment, codec, wrong)).isInstanceOf(CorruptDataException.class);
        assertThatThrownBy(() -> new SegmentEncoder().encode(sealedNoise(100))).isInstanceOf(KeyMissingException.class);
    }

    /** Neither compressed nor raw frames, nor the marks, show anything. */
    @Test
    void nothingOfThePayloadIsInTheOpen() throws IOException {
        byte[] noise = new byte[200_000];
        new SplittableRandom(5).nextBytes(noise);
        byte[] bytes = new SegmentEncoder(Examples.KEYS).encode(sealedNoise(noise.length));
        assertThat(text(bytes)).doesNotContain(text(Arrays.copyOfRange(noise, 4096, 4096 + 32)));
        assertThat(Segment.verify("it", bytes, codec, Examples.KEYS).index().frames())
                .allSatisfy(frame -> assertThat(frame.storedLength()).isEqualTo(frame.plainLength() + 16));
        assertThat(text(segment(30, new SplittableRandom(1)))).doesNotContain("before");
    }

    private SealedSegment sealedNoise(int length) {
        SegmentForge.Collected collected = new SegmentForge.Collected();
        ChangeLog log =
                new ChangeLog(claim, new SegmentBuffers(1 << 20, 1 << 22), () -> Examples.TIME, true, collected);
        byte[] noise = new byte[length];
        new SplittableRandom(5).nextBytes(noise);
        log.write(0, 0, ByteBuffer.wrap(noise));
        log.seal();
        return collected.segments.getFirst();
    }

    private byte[] segment(int changes, RandomGenerator random) throws IOException {
        return SegmentForge.segment(claim, Examples.KEYS, changes, random);
    }

    private byte[] payload(byte[] bytes, MachineKeys keys) throws IOException {
        Segment segment = Segment.verify("it", bytes, codec, keys);
        ObjectCipher cipher = segment.header().cipher(keys);
        byte[] payload = new byte[(int) segment.index().plainLength()];
        byte[] plain = new byte[Frame.LARGEST];
        for (int number = 0; number < segment.index().frames().size(); number++) {
            Frame frame = segment.index().frames().get(number);
            codec.restore("it", frame, number, cipher, bytes, (int) frame.storedOffset(), plain);
            System.arraycopy(plain, 0, payload, (int) frame.plainOffset(), frame.plainLength());
        }
        return payload;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
