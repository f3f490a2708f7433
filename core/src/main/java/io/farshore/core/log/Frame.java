package io.farshore.core.log;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;

/**
 * A stretch of a segment's payload that is compressed, sealed and checked as one.
 *
 * @param storedOffset where its bytes start in the segment
 * @param plainOffset where its payload starts in the payload of the segment
 * @param checksum CRC32C of the plain bytes
 */
public record Frame(long storedOffset, int storedLength, long plainOffset, int plainLength, Codec codec, int checksum) {
    /** The most plain bytes in a frame. */
    public static final int LARGEST = 64 << 10;

    /** How a frame is stored. */
    public enum Codec {
        RAW,
        ZSTD
    }

    public void write(ByteWriter writer) {
        writer.varint(storedLength)
                .varint(plainLength)
                .u8(codec == Codec.ZSTD ? 1 : 0)
                .i32(checksum);
    }

    /** @param overhead what sealing adds to the stored length */
    public static Frame read(ByteReader reader, long storedOffset, long plainOffset, int overhead)
            throws CorruptDataException {
        int stored = reader.varint("a stored length of a frame", LARGEST + overhead);
        int plain = reader.varint("a plain length of a frame", LARGEST);
        int codec = reader.u8();
        if (plain == 0 || stored <= overhead || codec > 1 || (codec == 0 && stored != plain + overhead)) {
            throw reader.damaged("a frame", "%d bytes of codec %d for %d".formatted(stored, codec, plain));
        }
        return new Frame(storedOffset, stored, plainOffset, plain, codec == 0 ? Codec.RAW : Codec.ZSTD, reader.i32());
    }
}
