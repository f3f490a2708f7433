package io.farshore.core.block;

/** Checks byte ranges against a size, without overflow. */
public final class Ranges {
    private Ranges() {}

    /** Refuses a range that is negative or ends after {@code size}. */
    public static void check(long offset, long length, long size) {
        if (offset < 0 || length < 0 || offset > size || length > size - offset) {
            throw new IllegalArgumentException(
                    "range of %d bytes at %d is outside a disk of %d bytes".formatted(length, offset, size));
        }
    }
}
