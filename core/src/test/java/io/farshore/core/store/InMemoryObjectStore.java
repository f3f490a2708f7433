package io.farshore.core.store;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A store in memory, for tests: no waits, no chance, nothing left behind. Refuses an object above or below another, as files do. */
public final class InMemoryObjectStore implements ObjectStore {
    private final TreeMap<String, byte[]> objects = new TreeMap<>();

    @Override
    public synchronized boolean putIfAbsent(String key, byte[] content) {
        requirePlace(key);
        return objects.putIfAbsent(key, content.clone()) == null;
    }

    @Override
    public synchronized void put(String key, byte[] content) {
        requirePlace(key);
        objects.put(key, content.clone());
    }

    private void requirePlace(String key) {
        Keys.check(key);
        for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
            if (objects.containsKey(key.substring(0, slash))) {
                throw new IllegalArgumentException(
                        "no object can be below %s, which is an object itself".formatted(key.substring(0, slash)));
            }
        }
        String below = objects.ceilingKey(key + "/");
        if (below != null && below.startsWith(key + "/")) {
            throw new IllegalArgumentException("%s cannot be an object: there are objects below it".formatted(key));
        }
    }

    @Override
    public synchronized byte @Nullable [] get(String key) {
        byte[] content = objects.get(Keys.check(key));
        return content == null ? null : content.clone();
    }

    @Override
    public synchronized byte @Nullable [] get(String key, long offset, int length) {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "cannot read %d bytes at %d of %s: negative".formatted(length, offset, key));
        }
        byte[] content = objects.get(Keys.check(key));
        if (content == null) {
            return null;
        }
        int start = (int) Math.min(offset, content.length);
        return Arrays.copyOfRange(content, start, start + Math.min(length, content.length - start));
    }

    @Override
    public synchronized byte @Nullable [] tail(String key, int length) {
        return get(key, Math.max(0, size(key) - length), length);
    }

    @Override
    public synchronized long size(String key) {
        byte[] content = objects.get(Keys.check(key));
        return content == null ? -1 : content.length;
    }

    @Override
    public synchronized List<StoredObject> list(String prefix, String startAfter, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("cannot list %d objects".formatted(limit));
        }
        return objects.tailMap(Keys.checkPrefix(prefix)).entrySet().stream()
                .takeWhile(each -> each.getKey().startsWith(prefix))
                .filter(each -> each.getKey().compareTo(startAfter) > 0)
                .limit(limit)
                .map(each -> new StoredObject(each.getKey(), each.getValue().length))
                .toList();
    }

    @Override
    public synchronized void delete(Collection<String> keys) {
        keys.forEach(Keys::check);
        keys.forEach(objects::remove);
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "memory:";
    }
}
