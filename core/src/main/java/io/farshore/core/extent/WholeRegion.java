package io.farshore.core.extent;

/** A region that is one extent from end to end: zeros, or the middle of a long run. Immutable. */
record WholeRegion(long address) implements Region {
    private static final WholeRegion ZEROS = new WholeRegion(ExtentMap.ZEROS);

    static WholeRegion of(long address) {
        return address == ExtentMap.ZEROS ? ZEROS : new WholeRegion(address);
    }

    @Override
    public Region put(int start, int end, long newAddress) {
        PackedRegion region = new PackedRegion(4);
        region.append(0, SIZE, address);
        return region.put(start, end, newAddress);
    }

    @Override
    public Region copy() {
        return this;
    }

    @Override
    public long addressAt(int offset) {
        return Addresses.advance(address, offset);
    }

    @Override
    public int endAt(int offset) {
        return SIZE;
    }

    @Override
    public <X extends Exception> void forEach(long base, int from, int to, Joiner<X> joiner) throws X {
        joiner.add(base + from, base + to, Addresses.advance(address, from));
    }

    @Override
    public int extentCount() {
        return 1;
    }

    @Override
    public int mappedBytes() {
        return SIZE;
    }

    @Override
    public long memoryBytes() {
        return address == ExtentMap.ZEROS ? 0 : HeapSize.object(Long.BYTES);
    }
}
