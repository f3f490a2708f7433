package io.farshore.dataplane.restore;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Envelope;
import io.farshore.core.log.Position;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How far a file is that is being restored. Format {@code restore-journal}, version 1: text store, text machine, machine id, i32
 * generation, i64 sequence, text disk, i64 size, i64 inode, i64 durable. A value; {@link JournalFile} keeps it.
 *
 * @param size of the disk, in bytes
 * @param inode of the file, since what is said here is of no other
 * @param durable the file holds the disk's first bytes, so many of them, on stable storage
 */
record RestoreJournal(RestoreOrigin origin, String disk, long size, long inode, long durable) {
    private static final String FORMAT = "restore-journal";
    private static final int VERSION = 1;
    private static final int LONGEST = 4096;

    RestoreJournal withDurable(long bytes) {
        return new RestoreJournal(origin, disk, size, inode, bytes);
    }

    boolean isComplete() {
        return durable == size;
    }

    /** What of it is another restore's, for a message; null when it is of this one. */
    @Nullable
    String difference(RestoreOrigin wanted, String wantedDisk, long wantedSize) {
        if (!origin.machine().equals(wanted.machine()) || !origin.machineId().equals(wanted.machineId())) {
            return "machine %s (%s), not %s (%s)"
                    .formatted(origin.machine(), origin.machineId(), wanted.machine(), wanted.machineId());
        }
        if (!origin.store().equals(wanted.store())) {
            return "the store %s, not %s".formatted(origin.store(), wanted.store());
        }
        if (!disk.equals(wantedDisk)) {
            return "disk %s, not %s".formatted(disk, wantedDisk);
        }
        if (!origin.point().equals(wanted.point())) {
            return "recovery point %s, not %s".formatted(origin.point(), wanted.point());
        }
        return size == wantedSize ? null : "a disk of %d bytes, not %d".formatted(size, wantedSize);
    }

    byte[] toBytes() {
        ByteWriter body = new ByteWriter(256)
                .text(origin.store())
                .text(origin.machine())
                .id(origin.machineId())
                .i32(origin.point().generation())
                .i64(origin.point().sequence())
                .text(disk);
        return Envelope.seal(FORMAT, VERSION, body.i64(size).i64(inode).i64(durable));
    }

    static RestoreJournal parse(String name, byte[] bytes) throws IOException {
        ByteReader body = Envelope.open(name, bytes, FORMAT, VERSION).body();
        RestoreOrigin origin = new RestoreOrigin(
                body.text(LONGEST), body.text(LONGEST), body.id(), new Position(body.i32(), body.i64()));
        RestoreJournal journal = new RestoreJournal(origin, body.text(LONGEST), body.i64(), body.i64(), body.i64());
        body.end();
        if (journal.durable < 0 || journal.durable > journal.size) {
            throw new CorruptDataException(name, 0, "at most " + journal.size, "durable: " + journal.durable);
        }
        return journal;
    }
}
