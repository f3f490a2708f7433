package io.farshore.core.log;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdCompressor;
import io.airlift.compress.v3.zstd.ZstdDecompressor;
import io.farshore.core.crypto.AesGcm;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.Checksums;
import java.util.Arrays;

/** Compresses and restores frames, and opens sealed ones; every plain byte is checked on the way out. Not for more than one thread at a time. */
public final class FrameCodec {
    private final ZstdCompressor compressor = ZstdCompressor.create();
    private final ZstdDecompressor decompressor = ZstdDecompressor.create();
    private byte[] opened = new byte[0];

    /** The most bytes that {@code plain} bytes take when compressed. */
    int longestCompressed(int plain) {
        return compressor.maxCompressedLength(plain);
    }

    /**
     * Compresses, when that saves at least a sixteenth.
     *
     * @return the stored length; equal to {@code length} when the plain bytes were copied as they are
     */
    int compress(byte[] plain, int from, int length, byte[] target, int at) {
        int stored = compressor.compress(plain, from, length, target, at, target.length - at);
        if (stored <= length - length / 16 && stored < length) {
            return stored;
        }
        System.arraycopy(plain, from, target, at, length);
        return length;
    }

    /** The bytes compressed, even where it saves nothing. */
    public byte[] compressed(byte[] plain) {
        byte[] stored = new byte[longestCompressed(plain.length)];
        return Arrays.copyOf(stored, compressAlways(plain, stored));
    }

    /** What {@link #compressed} was given; whoever calls has checked the stored bytes. */
    public byte[] decompressed(String object, long at, byte[] bytes, int from, int stored, int plainLength)
            throws CorruptDataException {
        byte[] plain = new byte[plainLength];
        decompress(object, at, bytes, from, stored, plain, plainLength);
        return plain;
    }

    /** Compresses even where it saves nothing. Returns the stored length. */
    int compressAlways(byte[] plain, byte[] target) {
        return compressor.compress(plain, 0, plain.length, target, 0, target.length);
    }

    /** Restores a frame of a segment that is not encrypted. */
    public void restore(String object, Frame frame, byte[] bytes, int from, byte[] target) throws CorruptDataException {
        restore(object, frame, 0, ObjectCipher.NONE, bytes, from, target);
    }

    /**
     * Restores a frame into {@code target} at 0 and checks it.
     *
     * @param object the segment's name for errors
     * @param number of the frame in its segment
     * @param cipher of the segment
     * @param bytes holds the frame's stored bytes from {@code from} on
     */
    public void restore(
            String object, Frame frame, int number, ObjectCipher cipher, byte[] bytes, int from, byte[] target)
            throws CorruptDataException {
        if (bytes.length - from < frame.storedLength()) {
            throw new CorruptDataException(
                    object,
                    frame.storedOffset(),
                    "a frame of %d bytes".formatted(frame.storedLength()),
                    "%d before the end".formatted(bytes.length - from));
        }
        if (cipher.isEncrypted()) {
            openInto(object, frame, number, cipher, bytes, from, target);
        } else {
            unpack(object, frame, bytes, from, frame.storedLength(), target);
        }
        int found = Checksums.crc32c(target, 0, frame.plainLength());
        if (found != frame.checksum()) {
            throw new CorruptDataException(
                    object,
                    frame.storedOffset(),
                    "a frame with checksum %08x".formatted(frame.checksum()),
                    "%08x".formatted(found));
        }
    }

    private void openInto(
            String object, Frame frame, int number, ObjectCipher cipher, byte[] bytes, int from, byte[] target)
            throws CorruptDataException {
        if (frame.codec() == Frame.Codec.RAW) {
            cipher.open(
                    object,
                    frame.storedOffset(),
                    number,
                    frame.plainLength(),
                    bytes,
                    from,
                    frame.storedLength(),
                    target,
                    0);
            return;
        }
        byte[] packed = room(frame.storedLength());
        int length = cipher.open(
                object,
                frame.storedOffset(),
                number,
                frame.plainLength(),
                bytes,
                from,
                frame.storedLength(),
                packed,
                0);
        unpack(object, frame, packed, 0, length, target);
    }

    private void unpack(String object, Frame frame, byte[] bytes, int from, int length, byte[] target)
            throws CorruptDataException {
        if (frame.codec() == Frame.Codec.RAW) {
            System.arraycopy(bytes, from, target, 0, frame.plainLength());
        } else {
            decompress(object, frame.storedOffset(), bytes, from, length, target, frame.plainLength());
        }
    }

    /** Memory for what comes out of a seal. It is kept, so that frames cost no allocation. */
    private byte[] room(int length) {
        if (opened.length < length) {
            opened = new byte[Math.max(length, Frame.LARGEST + AesGcm.TAG)];
        }
        return opened;
    }

    void decompress(String object, long at, byte[] bytes, int from, int stored, byte[] target, int plain)
            throws CorruptDataException {
        try {
            int length = decompressor.decompress(bytes, from, stored, target, 0, plain);
            if (length != plain) {
                throw new CorruptDataException(object, at, plain + " bytes when decompressed", length + " bytes");
            }
        } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new CorruptDataException(object, at, "compressed data", "something else (" + e.getMessage() + ")");
        }
    }
}
