package io.farshore.dataplane.view;

import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.Segment;
import io.farshore.core.log.SegmentIndex;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;

/** Reads the index of a segment from the end of its object: one read, for a large index two. Any thread may call. */
final class IndexReader {
    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final CodecPool codecs;

    IndexReader(ObjectStore store, ReplicaKeys keys, CodecPool codecs) {
        this.store = store;
        this.keys = keys;
        this.codecs = codecs;
    }

    SegmentIndex read(SegmentRef segment, ObjectCipher cipher) throws IOException {
        String key = keys.segment(segment.id());
        byte[] tail = tail(key, segment.size(), Segment.TAIL);
        int needed = Segment.indexTail(key, tail, segment.size());
        byte[] all = needed <= tail.length ? tail : tail(key, segment.size(), needed);
        return codecs.use(codec -> Segment.index(key, all, segment.size(), segment.identity(), codec, cipher));
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
