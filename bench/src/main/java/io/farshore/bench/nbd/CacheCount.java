package io.farshore.bench.nbd;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.CacheKeys;
import io.farshore.core.log.SegmentHeader;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Counts the changes that arrived in cache storage, and frees it as a processor would. Does not look into segments but at their headers. */
final class CacheCount {
    private static final int PAGE = 1000;

    private final ObjectStore store;
    private final CacheKeys keys;

    CacheCount(ObjectStore store, String machine) {
        this.store = store;
        this.keys = new CacheKeys(machine);
    }

    /** How many changes are in the segments that are there now; afterwards they are not. */
    long countAndDelete() throws IOException {
        long changes = 0;
        String prefix = keys.segments(1);
        for (List<StoredObject> page = page(prefix); !page.isEmpty(); page = page(prefix)) {
            List<String> done = new ArrayList<>();
            for (StoredObject object : page) {
                changes += changes(object.key());
                done.add(object.key());
            }
            store.delete(done);
        }
        return changes;
    }

    private List<StoredObject> page(String prefix) throws IOException {
        return store.list(prefix, "", PAGE);
    }

    private long changes(String key) throws IOException {
        byte[] bytes = store.get(key, 0, SegmentHeader.LENGTH);
        if (bytes == null) {
            throw new CorruptDataException(key, 0, "a segment", "nothing: somebody else uses this folder");
        }
        SegmentHeader header = SegmentHeader.parse(key, bytes);
        return header.lastSequence() - header.firstSequence() + 1;
    }
}
