package io.farshore.core.extent;

/** Arithmetic on log addresses, which move with the offset, and on the negative constants of {@link ExtentMap}, which do not. */
final class Addresses {
    private Addresses() {}

    /** The address {@code bytes} further on. */
    static long advance(long address, long bytes) {
        return address < 0 ? address : address + bytes;
    }

    /** True when {@code next}, right after {@code length} bytes at {@code address}, belongs to the same extent. */
    static boolean continues(long address, long length, long next) {
        return advance(address, length) == next;
    }
}
