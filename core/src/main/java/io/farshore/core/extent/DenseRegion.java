package io.farshore.core.extent;

import java.util.Arrays;

/** A region of many small extents: the address of each 4 KiB block. Nothing here is finer than a block. */
final class DenseRegion implements Region {
    private static final int BLOCK_SHIFT = 12;
    private static final int BLOCK = 1 << BLOCK_SHIFT;
    private static final int BLOCKS = SIZE / BLOCK;

    /** Above this a dense region is smaller than 16 bytes per extent, and inserting into a list gets slow. */
    private static final int WORTH_ABOVE = 512;

    /** Below this a list is less than half as large. Far from the other limit, so that a region does not go back and forth. */
    private static final int NOT_WORTH_BELOW = 256;

    private final long[] blocks;
    private int extents;

    private DenseRegion(long[] blocks, int extents) {
        this.blocks = blocks;
        this.extents = extents;
    }

    static boolean suits(PackedRegion packed) {
        return packed.extentCount() > WORTH_ABOVE && packed.isAlignedTo(BLOCK);
    }

    static DenseRegion of(PackedRegion packed) {
        long[] blocks = new long[BLOCKS];
        for (int offset = 0; offset < SIZE; ) {
            int end = packed.endAt(offset);
            fill(blocks, offset, end, packed.addressAt(offset));
            offset = end;
        }
        return new DenseRegion(blocks, packed.extentCount());
    }

    @Override
    public Region put(int start, int end, long address) {
        if (((start | end) & (BLOCK - 1)) != 0) {
            return packed().put(start, end, address);
        }
        extents -= extentsStartingIn(start, end);
        fill(blocks, start, end, address);
        extents += extentsStartingIn(start, end);
        return extents < NOT_WORTH_BELOW ? packed() : this;
    }

    private static void fill(long[] blocks, int start, int end, long address) {
        for (int offset = start; offset < end; offset += BLOCK) {
            blocks[offset >> BLOCK_SHIFT] = Addresses.advance(address, offset - start);
        }
    }

    /** Counts the extents that a change of {@code [start, end)} can begin or end: also one that starts right behind it. */
    private int extentsStartingIn(int start, int end) {
        int last = Math.min(end >> BLOCK_SHIFT, BLOCKS - 1);
        int found = 0;
        for (int i = start >> BLOCK_SHIFT; i <= last; i++) {
            if (blocks[i] != ExtentMap.ABSENT && (i == 0 || !continuesAt(i))) {
                found++;
            }
        }
        return found;
    }

    private boolean continuesAt(int block) {
        return Addresses.continues(blocks[block - 1], BLOCK, blocks[block]);
    }

    private PackedRegion packed() {
        PackedRegion packed = new PackedRegion(SortedRegion.withSlack(extents));
        for (int offset = 0; offset < SIZE; ) {
            int end = endAt(offset);
            long address = addressAt(offset);
            if (address != ExtentMap.ABSENT) {
                packed.append(offset, end, address);
            }
            offset = end;
        }
        return packed;
    }

    @Override
    public Region copy() {
        return new DenseRegion(blocks.clone(), extents);
    }

    @Override
    public long addressAt(int offset) {
        return Addresses.advance(blocks[offset >> BLOCK_SHIFT], offset & (BLOCK - 1));
    }

    @Override
    public int endAt(int offset) {
        int block = (offset >> BLOCK_SHIFT) + 1;
        while (block < BLOCKS && continuesAt(block)) {
            block++;
        }
        return block << BLOCK_SHIFT;
    }

    @Override
    public <X extends Exception> void forEach(long base, int from, int to, Joiner<X> joiner) throws X {
        for (int offset = from; offset < to; ) {
            int end = Math.min(to, endAt(offset));
            long address = addressAt(offset);
            if (address != ExtentMap.ABSENT) {
                joiner.add(base + offset, base + end, address);
            }
            offset = end;
        }
    }

    @Override
    public int extentCount() {
        return extents;
    }

    @Override
    public int mappedBytes() {
        long mapped = Arrays.stream(blocks).filter(b -> b != ExtentMap.ABSENT).count();
        return Math.toIntExact(mapped << BLOCK_SHIFT);
    }

    @Override
    public long memoryBytes() {
        return HeapSize.object(HeapSize.REFERENCE + Integer.BYTES) + HeapSize.array(BLOCKS, Long.BYTES);
    }
}
