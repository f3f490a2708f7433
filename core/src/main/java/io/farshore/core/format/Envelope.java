package io.farshore.core.format;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The frame around every small object: which format, which version, and a checksum. The layout is in the package's
 * documentation. Does not know what the body means.
 *
 * @param version as written; not newer than the reader knows
 * @param body positioned at the format's first field
 */
public record Envelope(String format, int version, ByteReader body) {
    private static final byte[] MAGIC = "FARSHORE".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKSUM_LENGTH = 4;

    /** Wraps a body. */
    public static byte[] seal(String format, int version, ByteWriter body) {
        byte[] name = format.getBytes(StandardCharsets.US_ASCII);
        return new ByteWriter(body.length() + 32)
                .raw(MAGIC)
                .u8(name.length)
                .raw(name)
                .u16(version)
                .i32(body.length())
                .raw(body.toArray())
                .checksum()
                .toArray();
    }

    /** True when the bytes start as an envelope does. */
    public static boolean isEnvelope(byte[] bytes) {
        return bytes.length > MAGIC.length && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** Opens an envelope of whichever format. */
    public static Envelope open(String object, byte[] bytes) throws CorruptDataException {
        ByteReader reader = new ByteReader(object, bytes);
        if (!isEnvelope(bytes)) {
            throw reader.damaged("the magic FARSHORE", "other bytes");
        }
        checkChecksum(object, bytes);
        reader.raw(MAGIC.length);
        String format = new String(reader.raw(reader.u8()), StandardCharsets.US_ASCII);
        int version = reader.u16();
        int length = reader.i32();
        if (length < 0 || length != reader.remaining() - CHECKSUM_LENGTH) {
            throw reader.damaged(
                    "a body of %d bytes".formatted(reader.remaining() - CHECKSUM_LENGTH), length + " bytes");
        }
        return new Envelope(format, version, new ByteReader(object, bytes, reader.position(), length));
    }

    /** Opens an envelope that must be of this format, of {@code newest} or an older version. */
    public static Envelope open(String object, byte[] bytes, String format, int newest)
            throws CorruptDataException, FormatTooNewException {
        Envelope envelope = open(object, bytes);
        if (!envelope.format.equals(format)) {
            throw new CorruptDataException(object, MAGIC.length, "a " + format, "a " + envelope.format);
        }
        if (envelope.version > newest) {
            throw new FormatTooNewException(object, format, envelope.version, newest);
        }
        return envelope;
    }

    private static void checkChecksum(String object, byte[] bytes) throws CorruptDataException {
        int end = bytes.length - CHECKSUM_LENGTH;
        int expected = new ByteReader(object, bytes, end, CHECKSUM_LENGTH).i32();
        int found = Checksums.crc32c(bytes, 0, end);
        if (expected != found) {
            throw new CorruptDataException(object, end, "checksum %08x".formatted(expected), "%08x".formatted(found));
        }
    }
}
