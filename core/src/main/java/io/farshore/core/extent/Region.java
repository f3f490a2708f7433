package io.farshore.core.extent;

/**
 * The extents of one 4 MiB region: at least one, none overlapping, neighbours that continue each other merged. Offsets are bytes from
 * the region's start. Does not know where on the disk it is, nor who else refers to it: whoever calls {@link #put} owns the region.
 */
sealed interface Region permits WholeRegion, SortedRegion, DenseRegion {
    int SHIFT = 22;
    int SIZE = 1 << SHIFT;

    /** A region with this one extent, in its smallest form. */
    static Region of(int start, int end, long address) {
        if (start == 0 && end == SIZE) {
            return WholeRegion.of(address);
        }
        SortedRegion region = PackedRegion.canHold(start, end) ? new PackedRegion(2) : new LooseRegion(2);
        region.append(start, end, address);
        return region;
    }

    /** Maps {@code [start, end)} to {@code address} and returns the region that now holds all: this one, changed, or its successor. */
    Region put(int start, int end, long address);

    /** A region with the same extents that shares nothing that can change. */
    Region copy();

    /** The address of the byte at {@code offset}, or {@link ExtentMap#ABSENT}. */
    long addressAt(int offset);

    /** The end of the extent or gap that holds the byte at {@code offset}. */
    int endAt(int offset);

    /** Gives the extents' parts in {@code [from, to)} to the joiner, in order. {@code base} is where on the disk the region starts. */
    <X extends Exception> void forEach(long base, int from, int to, Joiner<X> joiner) throws X;

    int extentCount();

    int mappedBytes();

    /** The heap that this region takes, arrays included. */
    long memoryBytes();
}
