package io.farshore.core.log;

import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Checksums;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes segments: proper ones, and ones whose index or footer is a lie but whose checksums all hold. */
final class SegmentForge {
    private final FrameCodec codec = new FrameCodec();

    /** A segment with these changes. */
    static byte[] segment(int changes, RandomGenerator random) throws IOException {
        return segment(claim(), MachineKeys.NONE, changes, random);
    }

    static GenerationClaim claim() {
        return Examples.claim(3, List.of(new DiskSpec("vda", 1 << 20), new DiskSpec("vdb", 1 << 20)));
    }

    /** The same, of this generation. */
    static byte[] segment(GenerationClaim claim, MachineKeys keys, int changes, RandomGenerator random)
            throws IOException {
        Collected collected = new Collected();
        ChangeLog log =
                new ChangeLog(claim, new SegmentBuffers(1 << 20, 1 << 22), () -> Examples.TIME, true, collected);
        for (int i = 0; i < changes; i++) {
            byte[] payload = new byte[random.nextInt(1, 3000)];
            Arrays.fill(payload, (byte) i);
            if (random.nextBoolean()) {
                random.nextBytes(payload);
            }
            log.write(random.nextInt(2), random.nextInt(1 << 19), ByteBuffer.wrap(payload));
            if (random.nextInt(4) == 0) {
                log.zero(random.nextInt(2), random.nextInt(1 << 19), random.nextInt(1 << 18));
            }
        }
        log.mark(MarkKind.NAMED, "before");
        return new SegmentEncoder(keys).encode(collected.segments.getFirst());
    }

    /** A segment whose payload cannot be compressed. */
    static byte[] noise(int length, RandomGenerator random) throws IOException {
        Collected collected = new Collected();
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        ChangeLog log = new ChangeLog(
                Examples.claim(1, List.of(new DiskSpec("vda", 1 << 30))),
                new SegmentBuffers(1 << 20, 1 << 22),
                () -> Examples.TIME,
                true,
                collected);
        log.write(0, 0, ByteBuffer.wrap(payload));
        log.seal();
        return new SegmentEncoder().encode(collected.segments.getFirst());
    }

    /** Keeps what the log seals. */
    static final class Collected implements ChangeLog.Outlet {
        final List<SealedSegment> segments = new ArrayList<>();

        @Override
        public void opened() {}

        @Override
        public void sealed(SealedSegment segment) {
            segments.add(segment);
        }

        @Override
        public void trackingStarted() {}
    }

    SegmentFooter footer(byte[] segment) throws IOException {
        return SegmentFooter.parse("it", segment, segment.length);
    }

    byte[] plainIndex(byte[] segment) throws IOException {
        SegmentFooter footer = footer(segment);
        byte[] plain = new byte[footer.indexPlain()];
        codec.decompress("it", 0, segment, (int) footer.indexOffset(), footer.indexStored(), plain, plain.length);
        return plain;
    }

    SegmentIndex index(byte[] segment) throws IOException {
        return SegmentIndex.read(new ByteReader("it", plainIndex(segment)), 0);
    }

    /** The segment with another index. */
    byte[] withIndex(byte[] segment, byte[] plain) throws IOException {
        byte[] stored = new byte[codec.longestCompressed(plain.length)];
        int length = codec.compressAlways(plain, stored);
        ByteWriter out = new ByteWriter(segment.length);
        out.raw(segment, 0, (int) footer(segment).indexOffset());
        long offset = out.length();
        out.raw(stored, 0, length);
        new SegmentFooter(offset, length, plain.length, Checksums.crc32c(stored, 0, length), ObjectHash.of(out.view()))
                .write(out);
        return out.toArray();
    }

    /** The segment with another footer. */
    byte[] withFooter(byte[] segment, SegmentFooter footer) {
        ByteWriter out = new ByteWriter(segment.length);
        out.raw(segment, 0, segment.length - SegmentFooter.LENGTH);
        footer.write(out);
        return out.toArray();
    }

    /** The segment with another header, whose checksum is made to hold. */
    byte[] withHeader(byte[] segment, byte[] header) throws IOException {
        ByteWriter out = new ByteWriter(segment.length);
        out.raw(header, 0, SegmentHeader.LENGTH - 4).checksum();
        out.raw(segment, SegmentHeader.LENGTH, (int) footer(segment).indexOffset() - SegmentHeader.LENGTH);
        return withIndex(
                new ByteWriter(segment.length)
                        .raw(out.toArray())
                        .raw(segment, out.length(), segment.length - out.length())
                        .toArray(),
                plainIndex(segment));
    }
}
