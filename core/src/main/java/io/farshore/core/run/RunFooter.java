package io.farshore.core.run;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Checksums;
import io.farshore.core.log.ObjectHash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The last bytes of a run or a data object: where its tables are and what it hashes to. The layout is in the package's documentation.
 *
 * @param first of a run: its objects; of a data object: its frames
 * @param second of a run: its fences; of a data object: the same as the first
 * @param identity SHA-256 of everything before the footer
 */
record RunFooter(Section first, Section second, ObjectHash identity) {
    static final int LENGTH = 2 * 20 + 32 + 4 + 8;
    private static final byte[] MAGIC = "FARSHFIN".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKED = 2 * 20 + 32;

    void write(ByteWriter writer) {
        ByteWriter footer = new ByteWriter(LENGTH);
        first.write(footer);
        second.write(footer);
        writer.raw(footer.raw(identity.bytes()).checksum().raw(MAGIC).toArray());
    }

    /**
     * Reads the footer at the end of {@code bytes}.
     *
     * @param end where the object ends, in bytes from its start
     */
    static RunFooter parse(String object, byte[] bytes, long end) throws CorruptDataException {
        int at = bytes.length - LENGTH;
        if (at < 0 || !Arrays.equals(bytes, bytes.length - MAGIC.length, bytes.length, MAGIC, 0, MAGIC.length)) {
            throw new CorruptDataException(object, Math.max(0, end - LENGTH), "a footer", "its end is cut off");
        }
        ByteReader reader = new ByteReader(object, bytes, at, LENGTH);
        Section first = Section.read(reader);
        Section second = Section.read(reader);
        ObjectHash identity = ObjectHash.read(reader);
        int expected = reader.i32();
        int found = Checksums.crc32c(bytes, at, CHECKED);
        if (expected != found) {
            throw new CorruptDataException(
                    object, end - LENGTH, "a footer with checksum %08x".formatted(expected), "%08x".formatted(found));
        }
        if (second.end() != end - LENGTH || first.end() > end - LENGTH) {
            throw new CorruptDataException(object, end - LENGTH, "tables before the footer", second.toString());
        }
        return new RunFooter(first, second, identity);
    }

    void checkIdentity(String object, ObjectHash expected) throws CorruptDataException {
        if (!identity.equals(expected)) {
            throw new CorruptDataException(object, 0, "an object with hash " + expected, identity.toString());
        }
    }
}
