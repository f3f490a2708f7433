package io.farshore.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.extent.ExtentMap;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Damage;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Segments whose checksums hold, but that no writer of ours wrote: read in full sense, or refused as damaged. */
class HostileSegmentTest {
    private static final long TIB = 1L << 40;

    private final FrameCodec codec = new FrameCodec();
    private final SegmentForge forge = new SegmentForge();

    @Seeded(count = 1000)
    void anyIndexIsRefusedOrMakesSense(RandomGenerator random) throws IOException {
        byte[] segment = SegmentForge.segment(random.nextInt(12), random);
        byte[] forged = forge.withIndex(segment, Damage.altered(forge.plainIndex(segment), random));
        Damage.isRead(
                forged, bytes -> requireSense(Segment.verify("it", bytes, codec).index()), "another index");
    }

    private static void requireSense(SegmentIndex index) {
        ExtentMap map = new ExtentMap();
        int disk = -1;
        long end = 0;
        for (Entry entry : index.entries()) {
            assertThat(entry.disk() > disk || entry.offset() >= end).isTrue();
            disk = entry.disk();
            end = entry.offset() + entry.length();
            map.put(entry.offset(), entry.length(), entry.payload());
            assertThat(entry.isZeros() || entry.payload() + entry.length() <= index.plainLength())
                    .isTrue();
        }
    }

    @Seeded(count = 1000)
    void anyFooterIsRefusedUnlessItIsTheTrueOne(RandomGenerator random) throws IOException {
        byte[] segment = SegmentForge.segment(1, random);
        SegmentFooter good = forge.footer(segment);
        SegmentFooter lie = new SegmentFooter(
                random.nextBoolean() ? good.indexOffset() : number(random, segment.length),
                random.nextBoolean() ? good.indexStored() : (int) number(random, segment.length),
                random.nextBoolean() ? good.indexPlain() : (int) number(random, segment.length),
                good.indexChecksum(),
                good.identity());
        SegmentFooter fitting = random.nextBoolean()
                ? lie
                : new SegmentFooter(
                        segment.length - 64L - lie.indexStored(),
                        lie.indexStored(),
                        lie.indexPlain(),
                        lie.indexChecksum(),
                        lie.identity());
        if (!fitting.equals(good)) {
            byte[] forged = forge.withFooter(segment, fitting);
            Damage.requireRefused(forged, bytes -> Segment.verify("it", bytes, codec), "footer " + fitting);
            Damage.requireRefused(
                    forged,
                    bytes -> Segment.index("it", bytes, bytes.length, good.identity(), codec),
                    "footer " + fitting);
        }
    }

    private static long number(RandomGenerator random, int length) {
        return random.nextBoolean() ? random.nextLong() >> random.nextInt(64) : random.nextInt(-10, length + 10);
    }

    @Seeded(count = 300)
    void anyHeaderIsRefusedOrMakesSense(RandomGenerator random) throws IOException {
        byte[] segment = SegmentForge.segment(1, random);
        byte[] header = Arrays.copyOf(segment, SegmentHeader.LENGTH);
        header[random.nextInt(header.length)] = (byte) random.nextInt();
        byte[] forged = forge.withHeader(segment, header);
        Damage.isRead(forged, bytes -> Segment.verify("it", bytes, codec), "another header");
    }

    @Test
    void entriesWhoseLengthsOverflowAreDamage() throws IOException {
        byte[] segment = SegmentForge.segment(1, new SplittableRandom(1));
        long quarter = 1L << 62;
        SegmentIndex good = forge.index(segment);
        ByteWriter index = frames(good).varint(5);
        for (int disk = 0; disk < 4; disk++) {
            index.varint(disk).u8(1).varint(0).varint(quarter);
        }
        index.varint(4).u8(1).varint(0).varint(good.plainLength()).varint(0);
        requireDamaged(forge.withIndex(segment, index.toArray()));
    }

    @Test
    void entriesBehindTheLargestDiskAreDamage() throws IOException {
        byte[] segment = SegmentForge.segment(1, new SplittableRandom(1));
        SegmentIndex good = forge.index(segment);
        ByteWriter index = frames(good).varint(2);
        index.varint(0).u8(2).varint(64 * TIB - 1).varint(2);
        index.varint(1).u8(1).varint(0).varint(good.plainLength()).varint(0);
        requireDamaged(forge.withIndex(segment, index.toArray()));
    }

    @Test
    void aBombOfEntriesIsDamage() throws IOException {
        byte[] segment = SegmentForge.segment(0, new SplittableRandom(1));
        int count = (1 << 20) + 1;
        ByteWriter index = new ByteWriter(4 * count + 20).varint(0).varint(count);
        for (int i = 0; i < count; i++) {
            index.i32(0x00_02_01_01);
        }
        requireDamaged(forge.withIndex(segment, index.varint(0).toArray()));
    }

    @Test
    void anIndexOfMoreThanSixteenMebibytesIsDamageAndNotUnpacked() throws IOException {
        byte[] segment = SegmentForge.segment(0, new SplittableRandom(1));
        requireDamaged(forge.withIndex(segment, new byte[(16 << 20) + 1]));
    }

    @Test
    void aNewerVersionOrAnUnknownFlagIsTooNewOnceTheChecksumHolds() throws IOException {
        byte[] segment = SegmentForge.segment(1, new SplittableRandom(1));
        byte[] newer = Arrays.copyOf(segment, SegmentHeader.LENGTH);
        newer[9] = 2;
        byte[] flagged = Arrays.copyOf(segment, SegmentHeader.LENGTH);
        flagged[15] |= 8;
        for (byte[] header : List.of(newer, flagged)) {
            assertThatThrownBy(() -> Segment.verify("it", forge.withHeader(segment, header), codec))
                    .isInstanceOf(FormatTooNewException.class)
                    .hasMessageContaining("use a newer farshore");
        }
    }

    @Test
    void aFlagOfEncryptionWithoutAKeyOrAKeyWithoutTheFlagIsDamage() throws IOException {
        byte[] segment = SegmentForge.segment(1, new SplittableRandom(1));
        byte[] flagAlone = Arrays.copyOf(segment, SegmentHeader.LENGTH);
        flagAlone[15] |= 4;
        byte[] keyAlone = Arrays.copyOf(segment, SegmentHeader.LENGTH);
        keyAlone[104] = 1;
        requireDamaged(forge.withHeader(segment, flagAlone));
        requireDamaged(forge.withHeader(segment, keyAlone));
    }

    private static ByteWriter frames(SegmentIndex index) {
        ByteWriter writer = new ByteWriter(100).varint(index.frames().size());
        index.frames().forEach(frame -> frame.write(writer));
        return writer;
    }

    private void requireDamaged(byte[] segment) {
        assertThatThrownBy(() -> Segment.verify("it", segment, codec)).isInstanceOf(CorruptDataException.class);
    }
}
