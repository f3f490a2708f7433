package io.farshore.cli;

import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A store that adds up what is read of it. */
final class ReadMeter implements ObjectStore {
    private final ObjectStore store;
    private final LongAdder bytes = new LongAdder();

    ReadMeter(ObjectStore store) {
        this.store = store;
    }

    /** Content that was read so far, in bytes. */
    long bytes() {
        return bytes.sum();
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
        return counted(store.get(key));
    }

    @Override
    public byte @Nullable [] get(String key, long offset, int length) throws IOException {
        return counted(store.get(key, offset, length));
    }

    @Override
    public byte @Nullable [] tail(String key, int length) throws IOException {
        return counted(store.tail(key, length));
    }

    private byte @Nullable [] counted(byte @Nullable [] content) {
        bytes.add(content == null ? 0 : content.length);
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
