package io.farshore.core.run;

import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Checksums;
import io.farshore.core.log.FrameCodec;

/**
 * Where a compressed part of an object is. I64 offset, i32 stored length, i32 plain length, i32 CRC32C of the stored bytes.
 *
 * @param offset from the start of the object
 */
record Section(long offset, int storedLength, int plainLength, int checksum) {
    /** The numbers of the parts of an object that are no frames or pages; those count from 0. */
    static final long FIRST_TABLE = 1L << 40;

    static final long SECOND_TABLE = FIRST_TABLE + 1;

    private static final int LARGEST = 1 << 30;

    /** Compresses the bytes onto the end of an object. */
    static Section append(ByteWriter object, byte[] plain, FrameCodec codec, ObjectCipher cipher, long part) {
        byte[] stored = sealed(codec.compressed(plain), plain.length, cipher, part);
        Section section =
                new Section(object.length(), stored.length, plain.length, Checksums.crc32c(stored, 0, stored.length));
        object.raw(stored);
        return section;
    }

    /** Compressed bytes as they are stored. */
    static byte[] sealed(byte[] packed, int plainLength, ObjectCipher cipher, long part) {
        if (!cipher.isEncrypted()) {
            return packed;
        }
        byte[] sealed = new byte[packed.length + cipher.overhead()];
        cipher.seal(part, plainLength, packed, 0, packed.length, sealed, 0);
        return sealed;
    }

    long end() {
        return offset + storedLength;
    }

    void write(ByteWriter writer) {
        writer.i64(offset).i32(storedLength).i32(plainLength).i32(checksum);
    }

    static Section read(ByteReader reader) throws CorruptDataException {
        Section section = new Section(reader.i64(), reader.i32(), reader.i32(), reader.i32());
        if (section.offset < RunHeader.LENGTH
                || section.storedLength <= 0
                || section.plainLength <= 0
                || section.plainLength > LARGEST) {
            throw reader.damaged("a part of the object", section.toString());
        }
        return section;
    }

    /**
     * The plain bytes.
     *
     * @param from where the section starts in {@code bytes}
     */
    ByteReader open(String object, byte[] bytes, int from, FrameCodec codec, ObjectCipher cipher, long part)
            throws CorruptDataException {
        if (from < 0 || from > bytes.length - storedLength) {
            throw new CorruptDataException(object, offset, storedLength + " bytes", "fewer");
        }
        int found = Checksums.crc32c(bytes, from, storedLength);
        if (found != checksum) {
            throw new CorruptDataException(
                    object, offset, "a part with checksum %08x".formatted(checksum), "%08x".formatted(found));
        }
        byte[] packed = bytes;
        int at = from;
        int length = storedLength;
        if (cipher.isEncrypted()) {
            packed = new byte[storedLength];
            at = 0;
            length = cipher.open(object, offset, part, plainLength, bytes, from, storedLength, packed, 0);
        }
        return new ByteReader(object + " (index)", codec.decompressed(object, offset, packed, at, length, plainLength));
    }
}
