package io.farshore.testbed;

/** How much a link carries in each direction. */
public record LinkRate(long bitsPerSecond) {
    private static final long MIN_BURST = 32 * 1024;
    private static final int BITS = 8;
    private static final int BURSTS_PER_SECOND = 100;

    public LinkRate {
        if (bitsPerSecond < BITS) {
            throw new IllegalArgumentException("a link of %d bits per second carries nothing".formatted(bitsPerSecond));
        }
    }

    public static LinkRate megabitsPerSecond(long megabits) {
        return new LinkRate(Math.multiplyExact(megabits, 1_000_000L));
    }

    public long bytesPerSecond() {
        return bitsPerSecond / BITS;
    }

    /** How many bytes may pass at once without waiting: a hundredth of a second's worth, and not less than a large packet. */
    long burstBytes() {
        return Math.max(MIN_BURST, bytesPerSecond() / BURSTS_PER_SECOND);
    }
}
