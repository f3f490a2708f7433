package io.farshore.core.log;

import io.farshore.core.format.Checksums;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Changes that are not sealed yet, in the order in which they were acknowledged, payload and all. Reused by way of
 * {@link SegmentBuffers}, so that capturing allocates nothing. Does not know sequence numbers or time: {@link ChangeLog} does.
 */
final class OpenSegment {
    /** In place of a payload's start: the change makes zeros. */
    static final int ZEROS = -1;

    /** A segment is full at so many changes, however small they are. */
    private static final int MOST_CHANGES = 1 << 16;

    private final byte[] payload;
    private int payloadLength;
    private int count;
    private int[] disks = new int[1024];
    private long[] offsets = new long[1024];
    private long[] lengths = new long[1024];
    private int[] starts = new int[1024];
    private int[] checksums = new int[1024];
    private final List<Mark> marks = new ArrayList<>();
    private Instant opened = Instant.EPOCH;

    OpenSegment(int capacity) {
        payload = new byte[capacity];
    }

    /** In bytes of payload. */
    int capacity() {
        return payload.length;
    }

    /** Whether one more change with so many bytes of payload fits. */
    boolean hasRoom(int length) {
        return payload.length - payloadLength >= length && count < MOST_CHANGES;
    }

    int payloadLength() {
        return payloadLength;
    }

    int count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0 && marks.isEmpty();
    }

    Instant opened() {
        return opened;
    }

    void open(Instant at) {
        opened = at;
    }

    List<Mark> marks() {
        return marks;
    }

    byte[] payload() {
        return payload;
    }

    int disk(int change) {
        return disks[change];
    }

    long offset(int change) {
        return offsets[change];
    }

    long length(int change) {
        return lengths[change];
    }

    /** Where the payload of the change starts, or {@link #ZEROS}. */
    int start(int change) {
        return starts[change];
    }

    /** CRC32C of the change's payload as it was when it was captured. */
    int checksum(int change) {
        return checksums[change];
    }

    void write(int disk, long offset, ByteBuffer source) {
        int length = source.remaining();
        source.get(payload, payloadLength, length);
        add(disk, offset, length, payloadLength, Checksums.crc32c(payload, payloadLength, length));
        payloadLength += length;
    }

    void zero(int disk, long offset, long length) {
        add(disk, offset, length, ZEROS, 0);
    }

    void mark(Mark mark) {
        marks.add(mark);
    }

    void clear() {
        payloadLength = 0;
        count = 0;
        marks.clear();
    }

    private void add(int disk, long offset, long length, int start, int checksum) {
        if (count == disks.length) {
            grow();
        }
        disks[count] = disk;
        offsets[count] = offset;
        lengths[count] = length;
        starts[count] = start;
        checksums[count] = checksum;
        count++;
    }

    private void grow() {
        int size = disks.length * 2;
        disks = Arrays.copyOf(disks, size);
        offsets = Arrays.copyOf(offsets, size);
        lengths = Arrays.copyOf(lengths, size);
        starts = Arrays.copyOf(starts, size);
        checksums = Arrays.copyOf(checksums, size);
    }
}
