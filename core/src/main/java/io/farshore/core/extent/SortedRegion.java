package io.farshore.core.extent;

import java.util.Arrays;

/**
 * A region as a list of extents sorted by offset, searched by halving. How a start and an end are stored is the subclass's. The
 * lists have an eighth of slack, and whenever they are reallocated the region asks itself whether another form would be smaller.
 */
abstract sealed class SortedRegion implements Region permits PackedRegion, LooseRegion {
    private int count;
    private long[] addresses;

    SortedRegion(int capacity) {
        addresses = new long[capacity];
    }

    SortedRegion(SortedRegion original) {
        count = original.count;
        addresses = original.addresses.clone();
    }

    abstract int start(int index);

    abstract int end(int index);

    abstract void setSpan(int index, int start, int end);

    abstract void moveSpans(int from, int to, int spans);

    abstract void resizeSpans(int capacity);

    /** True when this form can express the span. */
    abstract boolean takes(int start, int end);

    /** A region of the next, more general form with the same extents. */
    abstract SortedRegion widened();

    /** The form that suits the extents now, which may be this one. */
    abstract Region reconsidered();

    @Override
    public final Region put(int start, int end, long address) {
        return takes(start, end) ? splice(start, end, address) : widened().put(start, end, address);
    }

    /** Replaces every extent that touches the span by what is left of the first, the new one, and what is left of the last. */
    private Region splice(int start, int end, long address) {
        int first = firstEndingAfter(start - 1);
        int next = first;
        while (next < count && start(next) <= end) {
            next++;
        }
        int from = start;
        int to = end;
        long fromAddress = address;
        int leftStart = start;
        long leftAddress = 0;
        if (first < next && start(first) < start) {
            leftStart = start(first);
            leftAddress = addresses[first];
            if (Addresses.continues(leftAddress, start - leftStart, address)) {
                from = leftStart;
                fromAddress = leftAddress;
            }
        }
        int rightEnd = end;
        long rightAddress = 0;
        if (first < next && end(next - 1) > end) {
            rightEnd = end(next - 1);
            rightAddress = Addresses.advance(addresses[next - 1], end - start(next - 1));
            if (Addresses.continues(address, end - start, rightAddress)) {
                to = rightEnd;
            }
        }
        boolean keepsLeft = leftStart < from;
        boolean keepsRight = rightEnd > to;
        boolean resized = makeRoom(first, next, 1 + (keepsLeft ? 1 : 0) + (keepsRight ? 1 : 0));
        int index = first;
        if (keepsLeft) {
            set(index++, leftStart, start, leftAddress);
        }
        set(index++, from, to, fromAddress);
        if (keepsRight) {
            set(index, end, rightEnd, rightAddress);
        }
        if (from == 0 && to == SIZE) {
            return WholeRegion.of(fromAddress);
        }
        return resized ? reconsidered() : this;
    }

    /** Makes {@code [first, next)} be {@code wanted} entries long, their content undefined. Returns true when it reallocated. */
    private boolean makeRoom(int first, int next, int wanted) {
        int newCount = count - (next - first) + wanted;
        int capacity = addresses.length;
        boolean resized = newCount > capacity;
        if (resized) {
            resize(withSlack(newCount));
        }
        if (next < count && first + wanted != next) {
            System.arraycopy(addresses, next, addresses, first + wanted, count - next);
            moveSpans(next, first + wanted, count - next);
        }
        count = newCount;
        if (newCount < capacity / 2 && capacity > 8) {
            resized = true;
            resize(withSlack(newCount));
        }
        return resized;
    }

    static int withSlack(int count) {
        return count + Math.max(1, count >> 3);
    }

    private void resize(int capacity) {
        addresses = Arrays.copyOf(addresses, capacity);
        resizeSpans(capacity);
    }

    /** Adds an extent after the last one, which it must not continue. There must be room. */
    final void append(int start, int end, long address) {
        set(count++, start, end, address);
    }

    /** Appends all extents to {@code target}, which must have room and be able to express them. */
    final <R extends SortedRegion> R copyInto(R target) {
        for (int i = 0; i < count; i++) {
            target.append(start(i), end(i), addresses[i]);
        }
        return target;
    }

    private void set(int index, int start, int end, long address) {
        addresses[index] = address;
        setSpan(index, start, end);
    }

    private int firstEndingAfter(int offset) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (end(middle) > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    @Override
    public final long addressAt(int offset) {
        int i = firstEndingAfter(offset);
        return i == count || start(i) > offset ? ExtentMap.ABSENT : Addresses.advance(addresses[i], offset - start(i));
    }

    @Override
    public final int endAt(int offset) {
        int i = firstEndingAfter(offset);
        if (i == count) {
            return SIZE;
        }
        return start(i) > offset ? start(i) : end(i);
    }

    @Override
    public final <X extends Exception> void forEach(long base, int from, int to, Joiner<X> joiner) throws X {
        for (int i = firstEndingAfter(from); i < count && start(i) < to; i++) {
            int start = Math.max(from, start(i));
            long address = Addresses.advance(addresses[i], start - start(i));
            joiner.add(base + start, base + Math.min(to, end(i)), address);
        }
    }

    @Override
    public final int extentCount() {
        return count;
    }

    final int capacity() {
        return addresses.length;
    }

    /** True when every extent starts and ends at a multiple of {@code unit}, a power of two. */
    final boolean isAlignedTo(int unit) {
        int bits = 0;
        for (int i = 0; i < count; i++) {
            bits |= start(i) | end(i);
        }
        return (bits & (unit - 1)) == 0;
    }

    @Override
    public final int mappedBytes() {
        int bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += end(i) - start(i);
        }
        return bytes;
    }

    /** The heap taken but for the spans' array: count and two references, and the addresses. */
    final long memoryBytesWithoutSpans() {
        return HeapSize.object(Integer.BYTES + 2 * HeapSize.REFERENCE) + HeapSize.array(addresses.length, Long.BYTES);
    }
}
