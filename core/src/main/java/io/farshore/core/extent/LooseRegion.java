package io.farshore.core.extent;

import java.util.Arrays;

/** Sorted extents that start and end at any byte. A span is one long: start above, end in the low half. */
final class LooseRegion extends SortedRegion {
    private long[] spans;

    LooseRegion(int capacity) {
        super(capacity);
        spans = new long[capacity];
    }

    private LooseRegion(LooseRegion original) {
        super(original);
        spans = original.spans.clone();
    }

    @Override
    int start(int index) {
        return (int) (spans[index] >>> Integer.SIZE);
    }

    @Override
    int end(int index) {
        return (int) spans[index];
    }

    @Override
    void setSpan(int index, int start, int end) {
        spans[index] = (long) start << Integer.SIZE | end;
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
        return true;
    }

    @Override
    SortedRegion widened() {
        return this;
    }

    @Override
    Region reconsidered() {
        return PackedRegion.suits(this) ? PackedRegion.of(this).reconsidered() : this;
    }

    @Override
    public Region copy() {
        return new LooseRegion(this);
    }

    @Override
    public long memoryBytes() {
        return memoryBytesWithoutSpans() + HeapSize.array(capacity(), Long.BYTES);
    }
}
