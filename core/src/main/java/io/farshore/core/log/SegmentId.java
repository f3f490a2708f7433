package io.farshore.core.log;

/**
 * Which segment of a machine's change log.
 *
 * @param number from 1 within the generation, without gaps
 */
public record SegmentId(int generation, long number) implements Comparable<SegmentId> {
    private static final String SUFFIX = ".seg";
    private static final int DIGITS = 16;

    /** The last part of the segment's key; in the order of numbers. */
    public static String fileName(long number) {
        return "%016x".formatted(number) + SUFFIX;
    }

    /** The number in a key that ends in {@link #fileName}, or -1 when it does not. */
    public static long numberIn(String key) {
        int end = key.length() - SUFFIX.length();
        if (!key.endsWith(SUFFIX) || end < DIGITS) {
            return -1;
        }
        try {
            return Long.parseLong(key, end - DIGITS, end, 16);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    @Override
    public int compareTo(SegmentId other) {
        return generation == other.generation
                ? Long.compare(number, other.number)
                : Integer.compare(generation, other.generation);
    }

    @Override
    public String toString() {
        return "segment " + generation + "/" + number;
    }
}
