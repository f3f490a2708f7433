package io.farshore.core.log;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Checksums;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The last bytes of a segment: where its index is, and what the whole of it hashes to. The layout is in the package's documentation.
 *
 * @param indexOffset from the start of the segment
 * @param indexChecksum CRC32C of the index as stored
 * @param identity SHA-256 of everything before the footer
 */
record SegmentFooter(long indexOffset, int indexStored, int indexPlain, int indexChecksum, ObjectHash identity) {
    static final int LENGTH = 64;
    private static final byte[] MAGIC = "FARSHEND".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKED = 8 + 4 + 4 + 4 + Checksums.SHA256_LENGTH;
    private static final int LARGEST_INDEX = 16 << 20;

    void write(ByteWriter writer) {
        ByteWriter footer = new ByteWriter(LENGTH);
        footer.i64(indexOffset).i32(indexStored).i32(indexPlain).i32(indexChecksum);
        footer.raw(identity.bytes());
        writer.raw(footer.checksum().raw(MAGIC).toArray());
    }

    /**
     * Reads the footer at the end of {@code bytes}.
     *
     * @param end where the segment ends, in bytes from its start
     */
    static SegmentFooter parse(String object, byte[] bytes, long end) throws CorruptDataException {
        int at = bytes.length - LENGTH;
        if (at < 0 || !Arrays.equals(bytes, bytes.length - MAGIC.length, bytes.length, MAGIC, 0, MAGIC.length)) {
            throw new CorruptDataException(
                    object, Math.max(0, end - LENGTH), "a segment's footer", "its end is cut off");
        }
        ByteReader reader = new ByteReader(object, bytes, at, LENGTH);
        SegmentFooter footer =
                new SegmentFooter(reader.i64(), reader.i32(), reader.i32(), reader.i32(), ObjectHash.read(reader));
        int expected = reader.i32();
        int found = Checksums.crc32c(bytes, at, CHECKED);
        if (expected != found) {
            throw new CorruptDataException(
                    object, end - LENGTH, "a footer with checksum %08x".formatted(expected), "%08x".formatted(found));
        }
        if (footer.indexStored <= 0
                || footer.indexPlain <= 0
                || footer.indexPlain > LARGEST_INDEX
                || footer.indexOffset < SegmentHeader.LENGTH
                || footer.indexOffset != end - LENGTH - footer.indexStored) {
            throw new CorruptDataException(
                    object,
                    end - LENGTH,
                    "an index before the footer",
                    "%d bytes at %d".formatted(footer.indexStored, footer.indexOffset));
        }
        return footer;
    }
}
