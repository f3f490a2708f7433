package io.farshore.dataplane.replica;

import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts what is read of a store, and can hold up ranged reads. */
public final class CountingStore implements ObjectStore {
    private final ObjectStore store;
    public final AtomicLong tails = new AtomicLong();
    public final AtomicLong ranges = new AtomicLong();
    public final AtomicLong wholes = new AtomicLong();
    public final AtomicLong bytes = new AtomicLong();
    private volatile Hook beforeRange = () -> {};

    /** Something to do before a read, or instead. */
    public interface Hook {
        void run() throws IOException;
    }

    public CountingStore(ObjectStore store) {
        this.store = store;
    }

    /** Runs before each ranged read, on its thread. */
    public void beforeRange(Hook action) {
        beforeRange = action;
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content) throws IOException {
        return store.putIfAbsent(key, content);
    }

    @Override
    public void put(String key, byte[] content) throws IOException {
        store.put(key, content);
    }

    @Override
    public byte @Nullable [] get(String key) throws IOException {
        wholes.incrementAndGet();
        return counted(store.get(key));
    }

    @Override
    public byte @Nullable [] get(String key, long offset, int length) throws IOException {
        ranges.incrementAndGet();
        beforeRange.run();
        return counted(store.get(key, offset, length));
    }

    @Override
    public byte @Nullable [] tail(String key, int length) throws IOException {
        tails.incrementAndGet();
        return counted(store.tail(key, length));
    }

    private byte @Nullable [] counted(byte @Nullable [] content) {
        bytes.addAndGet(content == null ? 0 : content.length);
        return content;
    }

    @Override
    public long size(String key) throws IOException {
        return store.size(key);
    }

    @Override
    public List<StoredObject> list(String prefix, String startAfter, int limit) throws IOException {
        return store.list(prefix, startAfter, limit);
    }

    @Override
    public void delete(Collection<String> keys) throws IOException {
        store.delete(keys);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }

    @Override
    public String toString() {
        return store.toString();
    }
}
