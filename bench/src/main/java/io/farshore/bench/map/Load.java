package io.farshore.bench.map;

/**
 * Writes to a disk of which the n-th can be computed. Their payload lies in segments, one after the other, as a view's addresses do.
 *
 * @param span the part of the disk that is written; a power of two times the writes' length
 * @param length of each write
 * @param scale what the figures are multiplied with to say them of the whole disk
 */
record Load(String name, long span, long length, long writes, boolean isRandom, long scale) {
    private static final long BLOCK = 4096;
    private static final long COPY = 1 << 20;
    private static final long SEGMENT = 8 << 20;
    private static final int SEGMENT_BITS = 31;
    private static final long ODD = 0x5851_F42D_4C95_7F2DL;

    static Load firstCopy(long disk) {
        return new Load("first copy, in order", disk, COPY, disk / COPY, false, 1);
    }

    static Load random(long disk, long writes) {
        return new Load("%,d random 4 KiB writes".formatted(writes), disk, BLOCK, writes, true, 1);
    }

    /** All of a stretch of the disk's start, every 4 KiB block written by itself, in random order. */
    static Load part(long bytes) {
        return new Load("every 4 KiB block of %d GiB".formatted(bytes >> 30), bytes, BLOCK, bytes / BLOCK, true, 1);
    }

    /** Every 4 KiB block of one part in {@code parts} written by itself, in random order. */
    static Load dense(long disk, long parts) {
        long span = disk / parts;
        String name = "every 4 KiB block by itself (1/%d of the disk, scaled)".formatted(parts);
        return new Load(name, span, BLOCK, span / BLOCK, true, parts);
    }

    /** Where the n-th write goes. Random ones go nowhere twice: each step permutes the blocks. */
    long offset(long n) {
        long blocks = span / length;
        return (isRandom ? permuted(n, blocks) : n % blocks) * length;
    }

    private static long permuted(long n, long blocks) {
        long mixed = (n * ODD) & (blocks - 1);
        int half = (63 - Long.numberOfLeadingZeros(blocks)) / 2;
        mixed ^= mixed >>> half;
        return (mixed * ODD) & (blocks - 1);
    }

    long address(long n) {
        long payload = n * length;
        return ((payload / SEGMENT) << SEGMENT_BITS) + payload % SEGMENT;
    }
}
