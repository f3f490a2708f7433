package io.farshore.core.run;

import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.log.Frame;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.FrameStream;
import io.farshore.core.log.ObjectHash;
import java.util.ArrayList;
import java.util.List;

/**
 * Payload that compaction moved, and nothing else: which bytes of which disk it is, runs say. The layout is in the package's documentation.
 *
 * @param bytes of the object; not copied, not to be changed
 * @param identity SHA-256 of the object without its footer
 */
@SuppressWarnings("ArrayRecordComponent") // compared by the hash beside it
public record DataObject(byte[] bytes, ObjectHash identity, List<Frame> frames) {
    private static final int MOST_FRAMES = 1 << 24;

    /** Bytes of payload. */
    public long plainBytes() {
        return frames.isEmpty()
                ? 0
                : frames.getLast().plainOffset() + frames.getLast().plainLength();
    }

    /** The object of these frames. */
    public static DataObject of(RunHeader header, Payload plain, FrameCodec codec, ObjectCipher cipher) {
        ByteWriter out = new ByteWriter(1 << 20);
        header.write(out);
        FrameStream frames = new FrameStream(codec, out, cipher);
        plain.writeTo(frames);
        List<Frame> written = frames.finish();
        ByteWriter table = new ByteWriter(written.size() * 16 + 8).varint(written.size());
        written.forEach(frame -> frame.write(table));
        Section section = Section.append(out, table.toArray(), codec, cipher, Section.FIRST_TABLE);
        ObjectHash identity = ObjectHash.of(out.view());
        new RunFooter(section, section, identity).write(out);
        return new DataObject(out.toArray(), identity, written);
    }

    /** Writes the payload of an object, in order. */
    public interface Payload {
        void writeTo(FrameStream frames);
    }

    /**
     * The frames of an object out of its last bytes.
     *
     * @param tail the last bytes, as many as {@link #tableTail} says or more
     * @param expected the identity that the run names
     */
    public static List<Frame> frames(
            String object, byte[] tail, long size, ObjectHash expected, FrameCodec codec, ObjectCipher cipher)
            throws CorruptDataException {
        RunFooter footer = RunFooter.parse(object, tail, size);
        footer.checkIdentity(object, expected);
        Section table = footer.first();
        ByteReader in = table.open(
                object,
                tail,
                tail.length - RunFooter.LENGTH - table.storedLength(),
                codec,
                cipher,
                Section.FIRST_TABLE);
        List<Frame> frames = new ArrayList<>();
        long stored = RunHeader.LENGTH;
        long plain = 0;
        for (int left = in.varint("a count of frames", MOST_FRAMES); left > 0; left--) {
            Frame frame = Frame.read(in, stored, plain, cipher.overhead());
            frames.add(frame);
            stored += frame.storedLength();
            plain += frame.plainLength();
        }
        in.end();
        if (stored != table.offset()) {
            throw new CorruptDataException(object, table.offset(), "the table right after the frames", "another place");
        }
        return List.copyOf(frames);
    }

    /** How many bytes from the end of a data object hold its table. */
    public static int tableTail(String object, byte[] tail, long size) throws CorruptDataException {
        return RunFooter.parse(object, tail, size).first().storedLength() + RunFooter.LENGTH;
    }

    /** Reads a whole object and checks everything in it. */
    public static List<Frame> verify(String object, byte[] bytes, FrameCodec codec, ObjectCipher cipher)
            throws CorruptDataException {
        ObjectHash found = ObjectHash.of(bytes, 0, Math.max(0, bytes.length - RunFooter.LENGTH));
        List<Frame> frames = frames(object, bytes, bytes.length, found, codec, cipher);
        byte[] plain = new byte[Frame.LARGEST];
        for (int number = 0; number < frames.size(); number++) {
            Frame frame = frames.get(number);
            codec.restore(object, frame, number, cipher, bytes, (int) frame.storedOffset(), plain);
        }
        return frames;
    }
}
