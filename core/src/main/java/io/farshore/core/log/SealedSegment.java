package io.farshore.core.log;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A segment whose end is decided: its header is final, its bytes are not made yet. {@link SegmentEncoder} makes them, on whichever
 * thread; {@link #release} gives the memory back afterwards.
 */
public final class SealedSegment {
    private final AtomicBoolean released = new AtomicBoolean();
    private final SegmentHeader header;
    private final OpenSegment changes;
    private final SegmentBuffers buffers;

    SealedSegment(SegmentHeader header, OpenSegment changes, SegmentBuffers buffers) {
        this.header = header;
        this.changes = changes;
        this.buffers = buffers;
    }

    public SegmentHeader header() {
        return header;
    }

    /** Bytes of payload as captured. */
    public int payloadLength() {
        return changes.payloadLength();
    }

    /** The same segment, of which it has turned out that its end is no recovery point; to be used, and released, instead of this one. */
    public SealedSegment withoutPoint() {
        return new SealedSegment(header.withoutPoint(), changes, buffers);
    }

    OpenSegment changes() {
        if (released.get()) {
            throw new IllegalStateException(header.id() + " has given back its memory");
        }
        return changes;
    }

    /** Call once, when the bytes are safe in cache storage or of no use any more. */
    public void release() {
        if (!released.compareAndSet(false, true)) {
            throw new IllegalStateException(header.id() + " has given back its memory before");
        }
        buffers.giveBack(changes);
    }
}
