package io.farshore.core.run;

import io.farshore.core.extent.ExtentMap;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.log.Frame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries of a run that lie in one stretch of one disk, and the frames that they point into: all that is needed to read there. The layout
 * is in the package's documentation.
 *
 * @param entries sorted by offset, then by step; those of one step do not overlap
 */
public record RunPage(Payload payload, List<RunEntry> entries) {
    /** A page is cut after so many entries, where no entry crosses the cut. */
    static final int ENTRIES = 4096;

    /** What a hostile page can make us allocate. */
    private static final int MOST = 1 << 24;

    private static final int ZEROS = 0;
    private static final int FOLLOWS = 1;
    private static final int ELSEWHERE = 2;

    byte[] toBytes() {
        ByteWriter out = new ByteWriter(entries.size() * 12 + 64);
        writeFrames(out);
        out.varint(entries.size());
        long offset = 0;
        long next = 0;
        for (RunEntry entry : entries) {
            boolean follows = entry.payload() == next;
            out.varint(entry.offset() - offset).varint(entry.length()).varint(entry.step());
            out.u8(entry.isZeros() ? ZEROS : follows ? FOLLOWS : ELSEWHERE);
            if (!entry.isZeros()) {
                if (!follows) {
                    out.varint(entry.payload());
                }
                next = entry.payload() + entry.length();
            }
            offset = entry.offset();
        }
        return out.toArray();
    }

    private void writeFrames(ByteWriter out) {
        Map<StoredName, Integer> objects = new LinkedHashMap<>();
        for (int i = 0; i < payload.frames(); i++) {
            objects.putIfAbsent(payload.frame(i).object(), objects.size());
        }
        out.varint(objects.size());
        objects.keySet().forEach(object -> object.write(out));
        out.varint(payload.frames());
        for (int i = 0; i < payload.frames(); i++) {
            PlacedFrame placed = payload.frame(i);
            Frame frame = placed.frame();
            out.varint(objects.getOrDefault(placed.object(), 0)).varint(placed.number());
            out.varint(frame.storedOffset()).varint(frame.storedLength());
            out.varint(frame.plainOffset()).varint(frame.plainLength());
            out.u8(frame.codec() == Frame.Codec.RAW ? 0 : 1).i32(frame.checksum());
        }
    }

    /** @param overhead what sealing adds to the stored length of a frame */
    static RunPage read(ByteReader in, int steps, int overhead) throws CorruptDataException {
        List<StoredName> objects = new ArrayList<>();
        for (int left = in.varint("a count of objects", MOST); left > 0; left--) {
            objects.add(StoredName.read(in));
        }
        List<PlacedFrame> frames = new ArrayList<>();
        for (int left = in.varint("a count of frames", MOST); left > 0; left--) {
            frames.add(readFrame(in, objects, overhead));
        }
        Payload payload = new Payload(List.copyOf(frames));
        List<RunEntry> entries = readEntries(in, steps, payload.length());
        in.end();
        return new RunPage(payload, entries);
    }

    private static PlacedFrame readFrame(ByteReader in, List<StoredName> objects, int overhead)
            throws CorruptDataException {
        StoredName object = objects.get(in.varint("the number of an object", objects.size() - 1));
        int number = in.varint("the number of a frame", MOST);
        long storedOffset = in.varint();
        int storedLength = in.varint("a stored length of a frame", Frame.LARGEST + overhead);
        long plainOffset = in.varint();
        int plainLength = in.varint("a plain length of a frame", Frame.LARGEST);
        int codec = in.u8();
        if (plainLength == 0
                || storedLength == 0
                || codec > 1
                || (codec == 0 && storedLength != plainLength + overhead)) {
            throw in.damaged("a frame", "%d bytes of codec %d for %d".formatted(storedLength, codec, plainLength));
        }
        Frame frame = new Frame(
                storedOffset,
                storedLength,
                plainOffset,
                plainLength,
                codec == 0 ? Frame.Codec.RAW : Frame.Codec.ZSTD,
                in.i32());
        return new PlacedFrame(object, number, frame);
    }

    private static List<RunEntry> readEntries(ByteReader in, int steps, long payload) throws CorruptDataException {
        int count = in.varint("a count of entries", MOST);
        List<RunEntry> entries = new ArrayList<>(Math.min(count, ENTRIES * 2));
        long offset = 0;
        long next = 0;
        for (int left = count; left > 0; left--) {
            offset += in.varint();
            long length = in.varint();
            int step = in.varint("the number of a step", steps - 1);
            int kind = in.u8();
            long at = kind == ZEROS ? RunEntry.ZEROS : kind == FOLLOWS ? next : in.varint();
            if (kind > ELSEWHERE
                    || length <= 0
                    || offset < 0
                    || offset > ExtentMap.MAX_BYTES - length
                    || (kind != ZEROS && at > payload - length)) {
                throw in.damaged("an entry after the one before", "%d bytes at %d".formatted(length, offset));
            }
            entries.add(new RunEntry(offset, length, step, at));
            next = kind == ZEROS ? next : at + length;
        }
        return entries;
    }

    /**
     * Where the bytes of this stretch of the disk are as of a step, as addresses in the {@link #payload}.
     *
     * @param base subtracted from offsets; at most the page's first
     */
    public ExtentMap asOf(int step, long base) {
        ExtentMap map = new ExtentMap();
        List<RunEntry> inOrder = new ArrayList<>();
        boolean sorted = true;
        for (RunEntry entry : entries) {
            if (entry.step() <= step) {
                sorted &= inOrder.isEmpty() || inOrder.getLast().step() <= entry.step();
                inOrder.add(entry);
            }
        }
        if (!sorted) {
            inOrder.sort((a, b) -> Integer.compare(a.step(), b.step()));
        }
        for (RunEntry entry : inOrder) {
            map.put(entry.offset() - base, entry.length(), entry.isZeros() ? ExtentMap.ZEROS : entry.payload());
        }
        return map;
    }
}
