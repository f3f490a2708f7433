package io.farshore.core.log;

import io.farshore.core.extent.ExtentMap;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in a segment, without its payload. The layout is in the package's documentation.
 *
 * @param frames in the order of their bytes and of their payload
 * @param entries sorted by disk and offset, not overlapping
 */
public record SegmentIndex(List<Frame> frames, List<Entry> entries, List<Mark> marks) {
    // A segment of 65,536 changes and 2 GiB of payload stays below these. They bound what a hostile index can make us
    // allocate.
    private static final int MOST_FRAMES = 1 << 16;
    private static final int MOST_ENTRIES = 1 << 20;
    private static final int MOST_MARKS = 1 << 10;
    private static final int MOST_DISKS = 1024;
    private static final int DATA = 1;
    private static final int ZEROS = 2;

    public SegmentIndex {
        frames = List.copyOf(frames);
        entries = List.copyOf(entries);
        marks = List.copyOf(marks);
    }

    /** Bytes of payload. */
    public long plainLength() {
        return frames.isEmpty()
                ? 0
                : frames.getLast().plainOffset() + frames.getLast().plainLength();
    }

    /** The number of the frame that holds this byte of the payload. */
    public int frameAt(long plainOffset) {
        int low = 0;
        int high = frames.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (frames.get(middle).plainOffset() <= plainOffset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    void write(ByteWriter writer) {
        writer.varint(frames.size());
        frames.forEach(frame -> frame.write(writer));
        writer.varint(entries.size());
        int disk = -1;
        long end = 0;
        for (Entry entry : entries) {
            end = entry.disk() == disk ? end : 0;
            disk = entry.disk();
            writer.varint(disk).u8(entry.isZeros() ? ZEROS : DATA);
            writer.varint(entry.offset() - end).varint(entry.length());
            end = entry.offset() + entry.length();
        }
        writer.varint(marks.size());
        marks.forEach(mark -> mark.write(writer));
    }

    /** @param overhead what sealing adds to the stored length of each frame */
    static SegmentIndex read(ByteReader reader, int overhead) throws CorruptDataException {
        List<Frame> frames = readFrames(reader, overhead);
        List<Entry> entries = readEntries(reader, frames);
        List<Mark> marks = new ArrayList<>();
        for (int left = reader.varint("a count of marks", MOST_MARKS); left > 0; left--) {
            marks.add(Mark.read(reader));
        }
        reader.end();
        return new SegmentIndex(frames, entries, marks);
    }

    private static List<Frame> readFrames(ByteReader reader, int overhead) throws CorruptDataException {
        List<Frame> frames = new ArrayList<>();
        long stored = SegmentHeader.LENGTH;
        long plain = 0;
        for (int left = reader.varint("a count of frames", MOST_FRAMES); left > 0; left--) {
            Frame frame = Frame.read(reader, stored, plain, overhead);
            frames.add(frame);
            stored += frame.storedLength();
            plain += frame.plainLength();
        }
        return frames;
    }

    private static List<Entry> readEntries(ByteReader reader, List<Frame> frames) throws CorruptDataException {
        List<Entry> entries = new ArrayList<>();
        int disk = -1;
        long end = 0;
        long plain = frames.isEmpty()
                ? 0
                : frames.getLast().plainOffset() + frames.getLast().plainLength();
        long payload = 0;
        for (int left = reader.varint("a count of entries", MOST_ENTRIES); left > 0; left--) {
            int nextDisk = reader.varint("a disk's number", MOST_DISKS - 1);
            int kind = reader.u8();
            long offset = reader.varint() + (nextDisk == disk ? end : 0);
            long length = reader.varint();
            if (nextDisk < disk
                    || (kind != DATA && kind != ZEROS)
                    || offset < 0
                    || length <= 0
                    || offset > ExtentMap.MAX_BYTES - length
                    || (kind == DATA && length > plain - payload)) {
                throw reader.damaged("an entry after the one before", "disk %d, kind %d".formatted(nextDisk, kind));
            }
            entries.add(new Entry(nextDisk, offset, length, kind == DATA ? payload : Entry.ZEROS));
            payload += kind == DATA ? length : 0;
            disk = nextDisk;
            end = offset + length;
        }
        if (payload != plain) {
            throw reader.damaged("entries for %d bytes of payload".formatted(plain), payload + " bytes");
        }
        return entries;
    }

    /** Length of the frames in the segment, in bytes. */
    long storedLength() {
        return frames.stream().mapToLong(Frame::storedLength).sum();
    }

    /** The largest disk number in use, or -1. */
    public int highestDisk() {
        return entries.isEmpty() ? -1 : entries.getLast().disk();
    }
}
