package io.farshore.core.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;

/** Fields into a growing array of bytes; the layout of each is in the package's documentation. Not for more than one thread. */
public final class ByteWriter {
    private byte[] bytes;
    private int length;

    public ByteWriter(int expectedLength) {
        bytes = new byte[Math.max(16, expectedLength)];
    }

    public int length() {
        return length;
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    public ByteWriter u8(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    public ByteWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public ByteWriter i32(int value) {
        return u16(value >>> 16).u16(value);
    }

    public ByteWriter i64(long value) {
        return i32((int) (value >>> 32)).i32((int) value);
    }

    /** @throws IllegalArgumentException when the number is negative: nobody could read it */
    public ByteWriter varint(long value) {
        if (value < 0) {
            throw new IllegalArgumentException(value + " is negative: a varint has 63 bits and no sign");
        }
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            u8((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        return u8((int) rest);
    }

    public ByteWriter raw(byte[] value) {
        return raw(value, 0, value.length);
    }

    public ByteWriter raw(byte[] value, int from, int count) {
        room(count);
        System.arraycopy(value, from, bytes, length, count);
        length += count;
        return this;
    }

    public ByteWriter text(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        return varint(encoded.length).raw(encoded);
    }

    public ByteWriter instant(Instant value) {
        return i64(ChronoUnit.MICROS.between(Instant.EPOCH, value));
    }

    public ByteWriter id(UUID value) {
        return i64(value.getMostSignificantBits()).i64(value.getLeastSignificantBits());
    }

    /** CRC32C of everything written so far. */
    public ByteWriter checksum() {
        return i32(Checksums.crc32c(bytes, 0, length));
    }

    /** The bytes so far without a copy; the writer must not be used afterwards. */
    public ByteBuffer view() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    private void room(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
    }
}
