package io.farshore.bench.compact;

import java.util.SplittableRandom;

/** Where a guest writes. */
enum Habit {
    /** Anywhere. */
    UNIFORM("uniform random"),
    /** Four of five writes go to a fifth of the disk. */
    SKEWED("80/20"),
    /** Round and round, in order. */
    SEQUENTIAL("sequential");

    private static final int FIFTH = 5;

    private final String title;

    Habit(String title) {
        this.title = title;
    }

    /** The block that the n-th write goes to. */
    long block(long n, long blocks, SplittableRandom random) {
        return switch (this) {
            case UNIFORM -> random.nextLong(blocks);
            case SKEWED ->
                random.nextInt(FIFTH) < FIFTH - 1
                        ? random.nextLong(blocks / FIFTH)
                        : blocks / FIFTH + random.nextLong(blocks - blocks / FIFTH);
            case SEQUENTIAL -> n % blocks;
        };
    }

    @Override
    public String toString() {
        return title;
    }
}
