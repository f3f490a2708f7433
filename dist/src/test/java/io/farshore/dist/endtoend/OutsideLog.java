package io.farshore.dist.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What QEMU's {@code blklogwrites} recorded, in the format of Linux's dm-log-writes (Documentation/admin-guide/device-mapper/log-writes.rst):
 * a super block {u64 magic, version, entries; u32 sector size}, then for each entry a header {u64 sector, sectors, flags, data length} in a
 * sector of its own, followed by the data unless it is a discard. Little-endian.
 */
final class OutsideLog {
    private static final long MAGIC = 0x6a736677736872L;
    private static final int SECTOR = 512;
    private static final long DISCARD = 4;

    /** @param data null for a discard */
    private record Change(int offset, ByteBuffer data, boolean discard) {}

    private final List<Change> changes = new ArrayList<>();

    static OutsideLog read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.getLong(0)).isEqualTo(MAGIC);
        assertThat(bytes.getInt(24)).isEqualTo(SECTOR);
        OutsideLog log = new OutsideLog();
        int at = SECTOR;
        for (long left = bytes.getLong(16); left > 0; left--) {
            at = log.add(bytes, at);
        }
        return log;
    }

    private int add(ByteBuffer bytes, int at) {
        int length = (int) bytes.getLong(at + 8) * SECTOR;
        boolean discard = (bytes.getLong(at + 16) & DISCARD) != 0;
        int data = at + SECTOR;
        if (length > 0) {
            int offset = (int) bytes.getLong(at) * SECTOR;
            changes.add(new Change(offset, discard ? ByteBuffer.allocate(length) : bytes.slice(data, length), discard));
        }
        return discard ? data : data + length;
    }

    /** How many changes there are; flushes are none. */
    int size() {
        return changes.size();
    }

    int discards() {
        return (int) changes.stream().filter(Change::discard).count();
    }

    /** Makes one change; a discard leaves zeros, which is what Farshore makes of it on both sides. */
    void replay(int number, byte[] disk) {
        Change change = changes.get(number);
        change.data().get(0, disk, change.offset(), change.data().limit());
    }

    /**
     * Replays on, from a prefix on, until the disk is what was restored.
     *
     * @param disk what the first {@code from} changes made
     * @return the length of the prefix that is the restored disk, or -1
     */
    int advance(int from, byte[] disk, byte[] restored) {
        int length = from;
        while (!Arrays.equals(disk, restored)) {
            if (length == size()) {
                return -1;
            }
            replay(length++, disk);
        }
        return length;
    }
}
