package io.farshore.core.log;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What disks hold, byte by byte: the model that logs and segments are held against. */
final class Disks {
    private final byte[][] bytes;

    private Disks(byte[][] bytes) {
        this.bytes = bytes;
    }

    static Disks random(RandomGenerator random, int largest) {
        byte[][] bytes = new byte[random.nextInt(1, 4)][];
        for (int disk = 0; disk < bytes.length; disk++) {
            bytes[disk] = new byte[random.nextInt(5000, largest)];
        }
        return new Disks(bytes);
    }

    static Disks empty(int count, int size) {
        return new Disks(new byte[count][size]);
    }

    int count() {
        return bytes.length;
    }

    int size(int disk) {
        return bytes[disk].length;
    }

    void write(int disk, long offset, byte[] payload) {
        System.arraycopy(payload, 0, bytes[disk], (int) offset, payload.length);
    }

    void zero(int disk, long offset, long length) {
        Arrays.fill(bytes[disk], (int) offset, (int) (offset + length), (byte) 0);
    }

    byte[] read(int disk, long offset, long length) {
        return Arrays.copyOfRange(bytes[disk], (int) offset, (int) Math.min(offset + length, size(disk)));
    }

    Disks copy() {
        return new Disks(Arrays.stream(bytes).map(byte[]::clone).toArray(byte[][]::new));
    }

    Disks empty() {
        return new Disks(Arrays.stream(bytes).map(disk -> new byte[disk.length]).toArray(byte[][]::new));
    }

    boolean holdsTheSameAs(Disks other) {
        return Arrays.deepEquals(bytes, other.bytes);
    }
}
