package io.farshore.core.extent;

/** Sizes of Java objects with compact headers and compressed references, which is how Farshore runs. */
final class HeapSize {
    static final int REFERENCE = 4;

    private static final int OBJECT_HEADER = 8;
    private static final int ARRAY_HEADER = 12;

    private HeapSize() {}

    static long object(int fieldBytes) {
        return aligned(OBJECT_HEADER + fieldBytes);
    }

    static long array(long length, int elementBytes) {
        long header = elementBytes == Long.BYTES ? aligned(ARRAY_HEADER) : ARRAY_HEADER;
        return aligned(header + length * elementBytes);
    }

    private static long aligned(long bytes) {
        return (bytes + 7) & -8L;
    }
}
