package io.farshore.core.log;

import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.extent.ExtentMap;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Checksums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the bytes of a sealed segment: drops what was overwritten, sorts by address, leaves out zeros, compresses, seals. Checks before it
 * does that the captured bytes are still the captured bytes. Reuses its memory; not for more than one thread at a time.
 */
public final class SegmentEncoder {
    private static final int BLOCK = 4096;
    private static final byte[] ZERO_BLOCK = new byte[BLOCK];

    private final FrameCodec codec = new FrameCodec();
    private final FrameBuilder frames = new FrameBuilder(codec);
    private final MachineKeys keys;

    /** For segments that are not encrypted. */
    public SegmentEncoder() {
        this(MachineKeys.NONE);
    }

    /** @param keys of the machine, the data key of its generation among them */
    public SegmentEncoder(MachineKeys keys) {
        this.keys = keys;
    }

    /**
     * The segment's bytes; the same for the same sealed segment.
     *
     * @throws KeyMissingException when the generation is encrypted and its key is not at hand
     */
    public byte[] encode(SealedSegment sealed) throws CorruptDataException, KeyMissingException {
        ObjectCipher cipher = sealed.header().cipher(keys);
        OpenSegment changes = sealed.changes();
        checkCaptured(sealed.header(), changes);
        ByteWriter out = new ByteWriter(changes.payloadLength() / 2 + 4096);
        sealed.header().write(out);
        frames.start(out, cipher);
        List<Entry> entries = writeEntries(changes);
        frames.finish();
        writeIndex(out, new SegmentIndex(frames.frames(), entries, changes.marks()), cipher);
        return out.toArray();
    }

    private List<Entry> writeEntries(OpenSegment changes) {
        List<ExtentMap> disks = newestChanges(changes);
        Entries entries = new Entries(changes.payload(), frames);
        for (int disk = 0; disk < disks.size(); disk++) {
            entries.disk = disk;
            disks.get(disk).forEachMapped(entries);
        }
        return entries.done();
    }

    /** For each disk, where in the captured payload its newest bytes are. */
    private static List<ExtentMap> newestChanges(OpenSegment changes) {
        List<ExtentMap> disks = new ArrayList<>();
        for (int change = 0; change < changes.count(); change++) {
            while (disks.size() <= changes.disk(change)) {
                disks.add(new ExtentMap());
            }
            int start = changes.start(change);
            disks.get(changes.disk(change))
                    .put(
                            changes.offset(change),
                            changes.length(change),
                            start == OpenSegment.ZEROS ? ExtentMap.ZEROS : start);
        }
        return disks;
    }

    private static void checkCaptured(SegmentHeader header, OpenSegment changes) throws CorruptDataException {
        for (int change = 0; change < changes.count(); change++) {
            int start = changes.start(change);
            if (start != OpenSegment.ZEROS) {
                int found = Checksums.crc32c(changes.payload(), start, (int) changes.length(change));
                if (found != changes.checksum(change)) {
                    throw new CorruptDataException(
                            header.id() + " in memory",
                            start,
                            "the bytes as captured",
                            "others: is the memory faulty?");
                }
            }
        }
    }

    private void writeIndex(ByteWriter out, SegmentIndex index, ObjectCipher cipher) {
        ByteWriter plain = new ByteWriter(1024);
        index.write(plain);
        byte[] bytes = plain.toArray();
        byte[] packed = new byte[codec.longestCompressed(bytes.length)];
        int packedLength = codec.compressAlways(bytes, packed);
        byte[] stored = new byte[packedLength + cipher.overhead()];
        int length = cipher.seal(Segment.INDEX_PART, bytes.length, packed, 0, packedLength, stored, 0);
        long offset = out.length();
        out.raw(stored, 0, length);
        ObjectHash identity = ObjectHash.of(out.view());
        new SegmentFooter(offset, length, bytes.length, Checksums.crc32c(stored, 0, length), identity).write(out);
    }

    /** Turns the pieces of the extent maps, which come in address order, into entries; joins neighbours and finds zeros. */
    private static final class Entries implements ExtentMap.Visitor<RuntimeException> {
        private final byte[] payload;
        private final FrameBuilder frames;
        private final List<Entry> entries = new ArrayList<>();
        private int disk;
        private int lastDisk = -1;
        private long from;
        private long length;
        private long at = Entry.ZEROS;

        Entries(byte[] payload, FrameBuilder frames) {
            this.payload = payload;
            this.frames = frames;
        }

        @Override
        public void visit(long offset, long count, long address) {
            if (address == ExtentMap.ZEROS) {
                add(offset, count, -1);
                return;
            }
            long end = offset + count;
            for (long block = offset; block < end; ) {
                int size = (int) Math.min(end - block, BLOCK - block % BLOCK);
                add(block, size, (int) (address + (block - offset)));
                block += size;
            }
        }

        List<Entry> done() {
            close();
            return entries;
        }

        private void add(long offset, long count, int source) {
            boolean zeros = source < 0 || isZero(source, (int) count);
            if (disk != lastDisk || offset != from + length || zeros != (at == Entry.ZEROS) || length == 0) {
                close();
                lastDisk = disk;
                from = offset;
                length = 0;
                at = zeros ? Entry.ZEROS : frames.plainLength();
            }
            length += count;
            if (!zeros) {
                frames.add(payload, source, (int) count);
            }
        }

        private boolean isZero(int source, int count) {
            return Arrays.equals(payload, source, source + count, ZERO_BLOCK, 0, count);
        }

        private void close() {
            if (length > 0) {
                entries.add(new Entry(lastDisk, from, length, at));
                length = 0;
            }
        }
    }
}
