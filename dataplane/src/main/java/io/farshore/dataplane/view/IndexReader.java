package io.farshore.dataplane.view;

import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.catalog.SegmentTails;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.log.Segment;
import io.farshore.core.log.SegmentIndex;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;

/** Reads the indexes of segments, with codecs for any number of threads. Any thread may call. */
final class IndexReader {
    private final SegmentTails tails;
    private final ReplicaKeys keys;
    private final CodecPool codecs;

    IndexReader(ObjectStore store, ReplicaKeys keys, CodecPool codecs) {
        tails = new SegmentTails(store, keys);
        this.keys = keys;
        this.codecs = codecs;
    }

    SegmentIndex read(SegmentRef segment, ObjectCipher cipher) throws IOException {
        String key = keys.segment(segment.id());
        byte[] tail = tails.read(segment);
        return codecs.use(codec -> Segment.index(key, tail, segment.size(), segment.identity(), codec, cipher));
    }
}
