package io.farshore.core.log;

import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.Checksums;

/**
 * A segment, read. {@link #verify} looks at every byte; {@link #index} only at the end of the object.
 *
 * @param identity SHA-256 of the object without its footer
 * @param size of the object in bytes
 */
public record Segment(SegmentHeader header, SegmentIndex index, ObjectHash identity, long size) {
    /** Reading so many bytes from the end of a segment gets the index of most. */
    public static final int TAIL = 64 << 10;

    /** The number under which an index is sealed; no frame has it. */
    static final long INDEX_PART = 0xffff_ffffL;

    /** As below, for a segment that must not be encrypted. */
    public static Segment verify(String object, byte[] bytes, FrameCodec codec)
            throws CorruptDataException, FormatTooNewException, KeyMissingException {
        return verify(object, bytes, codec, MachineKeys.NONE);
    }

    /**
     * Reads a whole segment and checks everything in it: hash, index, each frame.
     *
     * @param object its key, for errors
     * @param keys of its machine
     * @throws KeyMissingException when it is encrypted with none of these
     */
    public static Segment verify(String object, byte[] bytes, FrameCodec codec, MachineKeys keys)
            throws CorruptDataException, FormatTooNewException, KeyMissingException {
        SegmentHeader header = SegmentHeader.parse(object, bytes);
        ObjectCipher cipher = header.cipher(keys);
        SegmentFooter footer = SegmentFooter.parse(object, bytes, bytes.length);
        ObjectHash found = ObjectHash.of(bytes, 0, bytes.length - SegmentFooter.LENGTH);
        SegmentIndex index = readIndex(object, footer, bytes, (int) footer.indexOffset(), codec, cipher);
        byte[] plain = new byte[Frame.LARGEST];
        for (int number = 0; number < index.frames().size(); number++) {
            Frame frame = index.frames().get(number);
            codec.restore(object, frame, number, cipher, bytes, (int) frame.storedOffset(), plain);
        }
        if (!found.equals(footer.identity())) {
            throw new CorruptDataException(object, 0, "an object with hash " + footer.identity(), found.toString());
        }
        return new Segment(header, index, found, bytes.length);
    }

    /**
     * How many bytes from the end of a segment hold its index.
     *
     * @param tail the segment's last bytes, at least {@link #TAIL} or all of it
     */
    public static int indexTail(String object, byte[] tail, long size) throws CorruptDataException {
        return SegmentFooter.parse(object, tail, size).indexStored() + SegmentFooter.LENGTH;
    }

    /**
     * Reads the index out of the end of a segment.
     *
     * @param tail the segment's last bytes, as many as {@link #indexTail} says or more
     * @param expected the identity that the catalog names
     * @param cipher of the segment; the claim of its generation knows it: {@link GenerationClaim#segmentCipher}
     */
    public static SegmentIndex index(
            String object, byte[] tail, long size, ObjectHash expected, FrameCodec codec, ObjectCipher cipher)
            throws CorruptDataException {
        SegmentFooter footer = SegmentFooter.parse(object, tail, size);
        if (!footer.identity().equals(expected)) {
            throw new CorruptDataException(
                    object,
                    0,
                    "an object with hash " + expected,
                    footer.identity().toString());
        }
        return readIndex(
                object, footer, tail, tail.length - SegmentFooter.LENGTH - footer.indexStored(), codec, cipher);
    }

    /** As above, for a segment that is not encrypted. */
    public static SegmentIndex index(String object, byte[] tail, long size, ObjectHash expected, FrameCodec codec)
            throws CorruptDataException {
        return index(object, tail, size, expected, codec, ObjectCipher.NONE);
    }

    private static SegmentIndex readIndex(
            String object, SegmentFooter footer, byte[] bytes, int from, FrameCodec codec, ObjectCipher cipher)
            throws CorruptDataException {
        if (from < 0) {
            throw new CorruptDataException(
                    object, footer.indexOffset(), "an index of %d bytes".formatted(footer.indexStored()), "less");
        }
        int found = Checksums.crc32c(bytes, from, footer.indexStored());
        if (found != footer.indexChecksum()) {
            throw new CorruptDataException(
                    object,
                    footer.indexOffset(),
                    "an index with checksum %08x".formatted(footer.indexChecksum()),
                    "%08x".formatted(found));
        }
        byte[] plain = new byte[footer.indexPlain()];
        byte[] packed = new byte[footer.indexStored()];
        int length = cipher.open(
                object, footer.indexOffset(), INDEX_PART, plain.length, bytes, from, footer.indexStored(), packed, 0);
        codec.decompress(object, footer.indexOffset(), packed, 0, length, plain, plain.length);
        SegmentIndex index = SegmentIndex.read(new ByteReader(object + " (index)", plain), cipher.overhead());
        if (SegmentHeader.LENGTH + index.storedLength() != footer.indexOffset()) {
            throw new CorruptDataException(
                    object, footer.indexOffset(), "the index right after the frames", "another place");
        }
        return index;
    }
}
