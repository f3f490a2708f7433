package io.farshore.core.log;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdCompressor;
import io.airlift.compress.v3.zstd.ZstdDecompressor;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.Checksums;
import java.util.Arrays;

/** Compresses and restores frames; every plain byte is checked on the way out. Not for more than one thread at a time. */
public final class FrameCodec {
    private final ZstdCompressor compressor = ZstdCompressor.create();
    private final ZstdDecompressor decompressor = ZstdDecompressor.create();

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

    /**
     * Restores a frame into {@code target} at 0 and checks it.
     *
     * @param object the segment's name for errors
     * @param bytes holds the frame's stored bytes from {@code from} on
     */
    public void restore(String object, Frame frame, byte[] bytes, int from, byte[] target) throws CorruptDataException {
        if (bytes.length - from < frame.storedLength()) {
            throw new CorruptDataException(
                    object,
                    frame.storedOffset(),
                    "a frame of %d bytes".formatted(frame.storedLength()),
                    "%d before the end".formatted(bytes.length - from));
        }
        if (frame.codec() == Frame.Codec.RAW) {
            System.arraycopy(bytes, from, target, 0, frame.plainLength());
        } else {
            decompress(object, frame.storedOffset(), bytes, from, frame.storedLength(), target, frame.plainLength());
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
