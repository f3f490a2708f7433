package io.farshore.dataplane.compact;

import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells somebody of what is created and of what is about to be deleted, whoever does it. */
final class WatchedObjectStore implements ObjectStore {
    private final ObjectStore store;
    private Watcher watcher = new Watcher() {};

    interface Watcher {
        default void created(String key) throws IOException {}

        default void deleting(Collection<String> keys) throws IOException {}
    }

    WatchedObjectStore(ObjectStore store) {
        this.store = store;
    }

    void watch(Watcher newWatcher) {
        watcher = newWatcher;
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content) throws IOException {
        boolean created = store.putIfAbsent(key, content);
        if (created) {
            watcher.created(key);
        }
        return created;
    }

    @Override
    public void put(String key, byte[] content) throws IOException {
        store.put(key, content);
    }

    @Override
    public byte @Nullable [] get(String key) throws IOException {
        return store.get(key);
    }

    @Override
    public byte @Nullable [] get(String key, long offset, int length) throws IOException {
        return store.get(key, offset, length);
    }

    @Override
    public byte @Nullable [] tail(String key, int length) throws IOException {
        return store.tail(key, length);
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
        watcher.deleting(keys);
        store.delete(keys);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }

    @Override
    public String toString() {
        return "watched " + store;
    }
}
