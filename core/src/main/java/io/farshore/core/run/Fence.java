package io.farshore.core.run;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;

/**
 * Where a page of a run is and which stretch of which disk it speaks of. Fences of one disk do not overlap. Varints: disk, offset from the
 * end of the fence before on the same disk, length, stored and plain length of the page; i32 CRC32C of the stored page.
 *
 * @param storedOffset where the page starts in the run's object
 */
public record Fence(int disk, long from, long to, long storedOffset, int storedLength, int plainLength, int checksum) {
    private static final int LARGEST = 1 << 30;
    private static final int MOST_DISKS = 1024;

    void write(ByteWriter writer, long before) {
        writer.varint(disk).varint(from - before).varint(to - from);
        writer.varint(storedLength).varint(plainLength).i32(checksum);
    }

    static Fence read(ByteReader reader, Fence before) throws CorruptDataException {
        int disk = reader.varint("a disk's number", MOST_DISKS - 1);
        long from = reader.varint() + (disk == before.disk ? before.to : 0);
        long to = from + reader.varint();
        int stored = reader.varint("a stored length of a page", LARGEST);
        int plain = reader.varint("a plain length of a page", LARGEST);
        if (disk < before.disk || from < 0 || to <= from || stored == 0 || plain == 0) {
            throw reader.damaged("a page behind the one before", "disk %d, %d to %d".formatted(disk, from, to));
        }
        return new Fence(disk, from, to, before.storedOffset + before.storedLength, stored, plain, reader.i32());
    }
}
