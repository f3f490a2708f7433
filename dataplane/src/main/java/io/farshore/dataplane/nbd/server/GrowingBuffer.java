package io.farshore.dataplane.nbd.server;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/**
 * Native memory of one connection that is replaced by a larger piece for a large request, and given back afterwards. Its content
 * is its owner's: it only carries over the part it is told to. Not thread-safe, but the memory may be read by any thread.
 */
final class GrowingBuffer implements AutoCloseable {
    /** Memory up to this size is kept until the connection ends. */
    private static final int KEPT_BYTES = 4 << 20;

    private final int baseBytes;
    private Arena arena;
    private ByteBuffer bytes;
    private ByteBuffer view;

    GrowingBuffer(int baseBytes) {
        this.baseBytes = baseBytes;
        arena = newArena();
        bytes = arena.allocate(baseBytes).asByteBuffer();
        view = bytes.duplicate();
    }

    @SuppressWarnings("MustBeClosedChecker") // Closed by replace() and close(): it lives as long as the memory is ours.
    private static Arena newArena() {
        return Arena.ofShared();
    }

    ByteBuffer bytes() {
        return bytes;
    }

    /** A part of the memory, to be lent to a device: what it does to position, limit and order stays without effect on us. */
    ByteBuffer view(int from, int length) {
        return view.limit(from + length).position(from);
    }

    /**
     * Replaces the memory, carrying {@code length} bytes over from {@code from} to the start; the new position is 0, the new limit
     * {@code length}.
     *
     * @return false, and nothing has changed, when there is not so much memory
     */
    boolean replace(int capacity, int from, int length) {
        Arena next = newArena();
        ByteBuffer larger;
        try {
            larger = next.allocate(capacity).asByteBuffer();
        } catch (OutOfMemoryError tooMuch) {
            next.close();
            return false;
        }
        larger.put(0, bytes, from, length);
        arena.close();
        arena = next;
        bytes = larger.limit(length);
        view = larger.duplicate();
        return true;
    }

    /** Gives memory of unusual size back. Call only when there is nothing in it. */
    void giveBack() {
        if (bytes.capacity() > KEPT_BYTES) {
            replace(baseBytes, 0, 0);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
