package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.Segment;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;

/**
 * Fetches the ends of segments, which hold their indexes: one read, for a large index two. Does not look into the index:
 * {@link Segment#index} does. Any thread may call.
 */
public final class SegmentTails {
    private final ObjectStore store;
    private final ReplicaKeys keys;

    public SegmentTails(ObjectStore store, ReplicaKeys keys) {
        this.store = store;
        this.keys = keys;
    }

    /** The last bytes of the segment, with all of its index. */
    public byte[] read(SegmentRef segment) throws IOException {
        String key = keys.segment(segment.id());
        byte[] tail = tail(key, segment.size(), Segment.TAIL);
        int needed = Segment.indexTail(key, tail, segment.size());
        return needed <= tail.length ? tail : tail(key, segment.size(), needed);
    }

    private byte[] tail(String key, long size, int wanted) throws IOException {
        byte[] tail = store.tail(key, wanted);
        if (tail == null) {
            throw new CorruptDataException(key, 0, "a segment of %d bytes".formatted(size), "no such object");
        }
        if (tail.length != Math.min(size, wanted)) {
            throw new CorruptDataException(
                    key,
                    tail.length,
                    "a segment of %d bytes".formatted(size),
                    "the end after %d".formatted(tail.length));
        }
        return tail;
    }
}
