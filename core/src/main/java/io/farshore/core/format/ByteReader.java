package io.farshore.core.format;

import io.farshore.core.failure.CorruptDataException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;

/**
 * Fields out of an array of bytes that may be damaged: whatever it holds, a method returns a value or throws
 * {@link CorruptDataException} naming the object and the byte.
 */
public final class ByteReader {
    private final String object;
    private final byte[] bytes;
    private final int end;
    private int position;

    /** @param object the name to give in errors */
    public ByteReader(String object, byte[] bytes) {
        this(object, bytes, 0, bytes.length);
    }

    public ByteReader(String object, byte[] bytes, int from, int count) {
        if (from < 0 || count < 0 || from > bytes.length - count) {
            throw new IllegalArgumentException("%d bytes at %d of %d".formatted(count, from, bytes.length));
        }
        this.object = object;
        this.bytes = bytes;
        this.position = from;
        this.end = from + count;
    }

    public String object() {
        return object;
    }

    public int position() {
        return position;
    }

    public int remaining() {
        return end - position;
    }

    public int u8() throws CorruptDataException {
        need(1);
        return bytes[position++] & 0xff;
    }

    public int u16() throws CorruptDataException {
        return u8() << 8 | u8();
    }

    public int i32() throws CorruptDataException {
        return u16() << 16 | u16();
    }

    public long i64() throws CorruptDataException {
        return (long) i32() << 32 | (i32() & 0xffff_ffffL);
    }

    /** An unsigned number that fits into 63 bits. */
    public long varint() throws CorruptDataException {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw damaged("a number of at most 63 bits", "a longer one");
    }

    /** A varint that must not exceed {@code limit}. */
    public int varint(String what, int limit) throws CorruptDataException {
        long value = varint();
        if (value > limit) {
            throw damaged("%s of at most %d".formatted(what, limit), Long.toString(value));
        }
        return (int) value;
    }

    public byte[] raw(int count) throws CorruptDataException {
        need(count);
        position += count;
        return Arrays.copyOfRange(bytes, position - count, position);
    }

    public String text(int maximumBytes) throws CorruptDataException {
        int length = varint("a text length", maximumBytes);
        need(length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, position, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw damaged("UTF-8", "other bytes");
        } finally {
            position += length;
        }
    }

    public Instant instant() throws CorruptDataException {
        return Instant.EPOCH.plus(i64(), ChronoUnit.MICROS);
    }

    public UUID id() throws CorruptDataException {
        return new UUID(i64(), i64());
    }

    /** Says that the field that was just read, or is about to be, holds something else than it must. */
    public CorruptDataException damaged(String expected, String found) {
        return new CorruptDataException(object, position, expected, found);
    }

    /** Checks that nothing is left. */
    public void end() throws CorruptDataException {
        if (remaining() != 0) {
            throw damaged("the end", remaining() + " more bytes");
        }
    }

    private void need(int count) throws CorruptDataException {
        if (count < 0 || remaining() < count) {
            throw damaged(count + " more bytes", remaining() + " before the end");
        }
    }
}
