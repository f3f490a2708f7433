package io.farshore.core.log;

import io.farshore.core.crypto.DataKey;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Checksums;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * Who wrote a segment, and which part of the change log it is. The fields and their layout are in the package's documentation.
 *
 * @param keyId of the data key; zero when the segment is not encrypted
 */
public record SegmentHeader(
        UUID machineId,
        int generation,
        long number,
        long firstSequence,
        long lastSequence,
        Instant firstTime,
        Instant lastTime,
        long capturedBytes,
        UUID writer,
        boolean consistent,
        boolean afterGap,
        UUID keyId) {
    /** Length of a header in bytes. */
    public static final int LENGTH = 128;

    private static final byte[] MAGIC = "FARSHSEG".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int CONSISTENT = 1;
    private static final int AFTER_GAP = 2;
    private static final int ENCRYPTED = 4;
    private static final int RESERVED = 8;

    public SegmentHeader {
        if (generation < 1
                || number < 1
                || firstSequence < 1
                || lastSequence < firstSequence - 1
                || capturedBytes < 0) {
            throw new IllegalArgumentException("no segment: generation %d, number %d, sequences %d to %d, %d bytes"
                    .formatted(generation, number, firstSequence, lastSequence, capturedBytes));
        }
    }

    public SegmentId id() {
        return new SegmentId(generation, number);
    }

    /** The same segment, whose end is no recovery point. */
    SegmentHeader withoutPoint() {
        return new SegmentHeader(
                machineId,
                generation,
                number,
                firstSequence,
                lastSequence,
                firstTime,
                lastTime,
                capturedBytes,
                writer,
                false,
                afterGap,
                keyId);
    }

    /** The position that a reader of this and all earlier segments is at. */
    public Position end() {
        return new Position(generation, lastSequence);
    }

    public boolean isEncrypted() {
        return !keyId.equals(DataKey.NO_KEY);
    }

    /** What the segment's frames and index are sealed with. */
    public ObjectCipher cipher(MachineKeys keys) throws KeyMissingException {
        return keys.forSegment(machineId, generation, number, writer, keyId);
    }

    void write(ByteWriter writer) {
        writer.raw(MAGIC).u16(VERSION).u16(LENGTH);
        writer.i32((consistent ? CONSISTENT : 0) | (afterGap ? AFTER_GAP : 0) | (isEncrypted() ? ENCRYPTED : 0));
        writer.id(machineId).i32(generation).i64(number).i64(firstSequence).i64(lastSequence);
        writer.instant(firstTime).instant(lastTime).i64(capturedBytes).id(this.writer);
        writer.id(keyId).raw(new byte[RESERVED]).checksum();
    }

    /** True when the bytes start as a segment does. */
    public static boolean isSegment(byte[] bytes) {
        return bytes.length >= MAGIC.length && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** Reads the header at the start of a segment. */
    public static SegmentHeader parse(String object, byte[] bytes) throws CorruptDataException, FormatTooNewException {
        ByteReader reader = new ByteReader(object, bytes, 0, Math.min(bytes.length, LENGTH));
        if (!isSegment(bytes)) {
            throw reader.damaged("the magic FARSHSEG", "other bytes");
        }
        checkChecksum(reader, bytes);
        reader.raw(MAGIC.length);
        int version = reader.u16();
        int length = reader.u16();
        int flags = reader.i32();
        if (version > VERSION || (flags & ~(CONSISTENT | AFTER_GAP | ENCRYPTED)) != 0) {
            throw new FormatTooNewException(object, "segment", Math.max(version, VERSION + 1), VERSION);
        }
        if (length != LENGTH) {
            throw reader.damaged("a header of %d bytes".formatted(LENGTH), length + " bytes");
        }
        return readFields(reader, flags);
    }

    private static SegmentHeader readFields(ByteReader reader, int flags) throws CorruptDataException {
        UUID machineId = reader.id();
        int generation = reader.i32();
        long number = reader.i64();
        long first = reader.i64();
        long last = reader.i64();
        Instant firstTime = reader.instant();
        Instant lastTime = reader.instant();
        long captured = reader.i64();
        UUID writer = reader.id();
        boolean consistent = (flags & CONSISTENT) != 0;
        boolean afterGap = (flags & AFTER_GAP) != 0;
        UUID keyId = reader.id();
        if (keyId.equals(DataKey.NO_KEY) == ((flags & ENCRYPTED) != 0)) {
            throw reader.damaged("a data key where the segment is encrypted, and none where not", "key " + keyId);
        }
        try {
            return new SegmentHeader(
                    machineId,
                    generation,
                    number,
                    first,
                    last,
                    firstTime,
                    lastTime,
                    captured,
                    writer,
                    consistent,
                    afterGap,
                    keyId);
        } catch (IllegalArgumentException e) {
            throw reader.damaged("a segment header", String.valueOf(e.getMessage()));
        }
    }

    private static void checkChecksum(ByteReader reader, byte[] bytes) throws CorruptDataException {
        if (bytes.length < LENGTH) {
            throw reader.damaged("a header of %d bytes".formatted(LENGTH), bytes.length + " bytes");
        }
        int expected = new ByteReader(reader.object(), bytes, LENGTH - 4, 4).i32();
        int found = Checksums.crc32c(bytes, 0, LENGTH - 4);
        if (expected != found) {
            throw new CorruptDataException(
                    reader.object(), LENGTH - 4, "checksum %08x".formatted(expected), "%08x".formatted(found));
        }
    }
}
