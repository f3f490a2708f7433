package io.farshore.core.extent;

import java.util.Arrays;

/** Sorted extents in multiples of 512 bytes. A span is one int: start sector above, number of sectors in the low 14 bits. */
final class PackedRegion extends SortedRegion {
    private static final int SECTOR_SHIFT = 9;
    private static final int SECTOR = 1 << SECTOR_SHIFT;
    private static final int COUNT_BITS = 14;
    private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;

    private int[] spans;

    PackedRegion(int capacity) {
        super(capacity);
        spans = new int[capacity];
    }

    private PackedRegion(PackedRegion original) {
        super(original);
        spans = original.spans.clone();
    }

    static boolean canHold(int start, int end) {
        return ((start | end) & (SECTOR - 1)) == 0;
    }

    /** A packed copy of a region whose extents are all at multiples of 512. */
    static PackedRegion of(LooseRegion loose) {
        return loose.copyInto(new PackedRegion(withSlack(loose.extentCount())));
    }

    static boolean suits(LooseRegion loose) {
        return loose.isAlignedTo(SECTOR);
    }

    @Override
    int start(int index) {
        return spans[index] >>> COUNT_BITS << SECTOR_SHIFT;
    }

    @Override
    int end(int index) {
        int span = spans[index];
        return ((span >>> COUNT_BITS) + (span & COUNT_MASK)) << SECTOR_SHIFT;
    }

    @Override
    void setSpan(int index, int start, int end) {
        spans[index] = start >>> SECTOR_SHIFT << COUNT_BITS | (end - start) >>> SECTOR_SHIFT;
    }

    @Override
    void moveSpans(int from, int to, int count) {
        System.arraycopy(spans, from, spans, to, count);
    }

    @Override
    void resizeSpans(int capacity) {
        spans = Arrays.copyOf(spans, capacity);
    }

    @Override
    boolean takes(int start, int end) {
        return canHold(start, end);
    }

    @Override
    SortedRegion widened() {
        return copyInto(new LooseRegion(withSlack(extentCount())));
    }

    @Override
    Region reconsidered() {
        return DenseRegion.suits(this) ? DenseRegion.of(this) : this;
    }

    @Override
    public Region copy() {
        return new PackedRegion(this);
    }

    @Override
    public long memoryBytes() {
        return memoryBytesWithoutSpans() + HeapSize.array(capacity(), Integer.BYTES);
    }
}
