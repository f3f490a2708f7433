package io.farshore.bench.replica;

import io.farshore.core.store.ObjectStore;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Objects in memory, so that what is measured is not a disk. Does not check keys. Any thread may call. */
public final class MemoryStore implements ObjectStore {
    private final ConcurrentSkipListMap<String, byte[]> objects;

    public MemoryStore() {
        this(new ConcurrentSkipListMap<>());
    }

    private MemoryStore(ConcurrentSkipListMap<String, byte[]> objects) {
        this.objects = objects;
    }

    /** Another store that holds the same now; the objects' bytes are shared, as they never change. */
    public MemoryStore copy() {
        return new MemoryStore(new ConcurrentSkipListMap<>(objects));
    }

    /** How many bytes lie below the prefix. */
    public long bytes(String prefix) {
        return below(prefix).values().stream().mapToLong(each -> each.length).sum();
    }

    /** How many objects lie below the prefix. */
    public long count(String prefix) {
        return below(prefix).size();
    }

    private Map<String, byte[]> below(String prefix) {
        return objects.subMap(prefix, prefix + Character.MAX_VALUE);
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content) {
        return objects.putIfAbsent(key, content.clone()) == null;
    }

    @Override
    public void put(String key, byte[] content) {
        objects.put(key, content.clone());
    }

    @Override
    public byte @Nullable [] get(String key) {
        byte[] content = objects.get(key);
        return content == null ? null : content.clone();
    }

    @Override
    public byte @Nullable [] get(String key, long offset, int length) {
        byte[] content = objects.get(key);
        if (content == null) {
            return null;
        }
        int start = (int) Math.min(offset, content.length);
        return Arrays.copyOfRange(content, start, start + Math.min(length, content.length - start));
    }

    @Override
    public byte @Nullable [] tail(String key, int length) {
        return get(key, Math.max(0, size(key) - length), length);
    }

    @Override
    public long size(String key) {
        byte[] content = objects.get(key);
        return content == null ? -1 : content.length;
    }

    @Override
    public List<StoredObject> list(String prefix, String startAfter, int limit) {
        return objects.tailMap(prefix.compareTo(startAfter) > 0 ? prefix : startAfter).entrySet().stream()
                .takeWhile(each -> each.getKey().startsWith(prefix))
                .filter(each -> each.getKey().compareTo(startAfter) > 0)
                .limit(limit)
                .map(each -> new StoredObject(each.getKey(), each.getValue().length))
                .toList();
    }

    @Override
    public void delete(Collection<String> keys) {
        keys.forEach(objects::remove);
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "memory";
    }
}
