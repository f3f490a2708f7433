package io.farshore.core.log;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Checksums;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** A SHA-256: the identity of an object. Written in hexadecimal. */
public record ObjectHash(long a, long b, long c, long d) {
    /** The hash of these bytes. */
    public static ObjectHash of(byte[] bytes, int from, int count) {
        try {
            return read(new ByteReader("a hash", Checksums.sha256(bytes, from, count)));
        } catch (CorruptDataException e) {
            throw new IllegalStateException("a SHA-256 has 32 bytes", e);
        }
    }

    public static ObjectHash of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** The hash of the remaining bytes, which stay remaining. */
    public static ObjectHash of(ByteBuffer bytes) {
        return of(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    public static ObjectHash read(ByteReader reader) throws CorruptDataException {
        return new ObjectHash(reader.i64(), reader.i64(), reader.i64(), reader.i64());
    }

    public byte[] bytes() {
        return new ByteWriter(Checksums.SHA256_LENGTH)
                .i64(a)
                .i64(b)
                .i64(c)
                .i64(d)
                .toArray();
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
