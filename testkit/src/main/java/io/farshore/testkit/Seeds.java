package io.farshore.testkit;

import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Which seeds a test tries.
 *
 * @param seed the one seed to replay, or empty
 * @param seeds another count ({@code 5000}) or a factor for it ({@code 10x}), or empty
 * @param base a number that moves all seeds, or empty
 */
record Seeds(String seed, String seeds, String base) {
    /** Seeds of 48 bits: enough to differ, short enough to retype. */
    private static final long MASK = (1L << 48) - 1;

    LongStream of(String testName, int usualCount) {
        if (!seed.isBlank()) {
            return LongStream.of(number("seed", seed));
        }
        long start = hash(testName) + (base.isBlank() ? 0 : number("seed.base", base));
        return new SplittableRandom(start).longs(count(usualCount)).map(each -> each & MASK);
    }

    private long count(int usualCount) {
        String text = seeds.strip();
        if (text.isEmpty()) {
            return usualCount;
        }
        boolean isFactor = text.endsWith("x");
        long number = number("seeds", isFactor ? text.substring(0, text.length() - 1) : text);
        if (number < 1) {
            throw new IllegalArgumentException("-Dseeds=" + seeds + " asks for no run at all: give 1 or more");
        }
        return isFactor ? Math.multiplyExact(number, usualCount) : number;
    }

    private static long number(String property, String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("-D%s=%s is not a number".formatted(property, text), e);
        }
    }

    /** FNV-1a: the same in every JDK and on every machine. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
