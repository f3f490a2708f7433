package io.farshore.testbed.guest;

import java.util.List;

/**
 * Where on the guest's disks records are.
 *
 * @param diskBytes the sizes of vda and, when there are two disks, vdb; multiples of 64 KiB
 */
public record GuestLayout(List<Long> diskBytes) {
    static final int BOOT_BYTES = 24 << 20;
    private static final int MAX_DISKS = 2;
    private static final int UNIT = 64 << 10;
    private static final long DEFAULT_BYTES = 64L << 20;

    public GuestLayout {
        diskBytes = List.copyOf(diskBytes);
        if (diskBytes.isEmpty() || diskBytes.size() > MAX_DISKS) {
            throw new IllegalArgumentException("the guest has 1 or 2 disks, not %d".formatted(diskBytes.size()));
        }
        for (long bytes : diskBytes) {
            if (bytes % UNIT != 0 || bytes <= 0) {
                throw new IllegalArgumentException(
                        "a guest's disk is a multiple of %d bytes, not %d".formatted(UNIT, bytes));
            }
        }
        if (diskBytes.getFirst() <= BOOT_BYTES) {
            throw new IllegalArgumentException(
                    "the guest's first disk needs more than the %d bytes it boots from, not %d"
                            .formatted(BOOT_BYTES, diskBytes.getFirst()));
        }
    }

    /** Two disks of 64 MiB. */
    public static GuestLayout twoDisks() {
        return new GuestLayout(List.of(DEFAULT_BYTES, DEFAULT_BYTES));
    }

    public int disks() {
        return diskBytes.size();
    }

    /** The guest's name of a disk. */
    public static String diskName(int disk) {
        return "vd" + (char) ('a' + disk);
    }

    /** Where the first place of a disk starts, in bytes. */
    long firstPlace(int disk) {
        return disk == 0 ? BOOT_BYTES : 0;
    }

    long places(int disk) {
        return (diskBytes.get(disk) - firstPlace(disk)) / GuestRecord.BYTES;
    }

    /** The number of the record that belongs at a place. */
    long number(int disk, long place) {
        return place * disks() + disk + 1;
    }
}
