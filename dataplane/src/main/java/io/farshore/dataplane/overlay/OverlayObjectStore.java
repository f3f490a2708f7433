package io.farshore.dataplane.overlay;

import io.farshore.core.store.FileObjectStore;
import io.farshore.core.store.Keys;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Another store, of which nothing is changed: reads fall through to it, what is written lies in a folder of its own, what is deleted is only
 * remembered. Closing it forgets all of that; the store below is its owner's to close.
 */
public final class OverlayObjectStore implements ObjectStore {
    private static final int PAGE = 1000;

    private final ObjectStore below;
    private final Path folder;
    private final ObjectStore above;
    /** Keys that the store below has and this one has not, unless they were written again. */
    private final Set<String> deleted = new HashSet<>();

    private OverlayObjectStore(ObjectStore below, Path folder, ObjectStore above) {
        this.below = below;
        this.folder = folder;
        this.above = above;
    }

    /** @param parent where a folder is made for what is written; null for the system's folder of temporary files */
    public static OverlayObjectStore over(ObjectStore below, @Nullable Path parent) throws IOException {
        String prefix = "farshore-overlay-";
        Path folder = parent == null ? Files.createTempDirectory(prefix) : Files.createTempDirectory(parent, prefix);
        return new OverlayObjectStore(below, folder, FileObjectStore.create(folder));
    }

    @Override
    public synchronized boolean putIfAbsent(String key, byte[] content) throws IOException {
        requirePlace(key);
        return !isBelow(key) && above.putIfAbsent(key, content);
    }

    @Override
    public synchronized void put(String key, byte[] content) throws IOException {
        requirePlace(key);
        above.put(key, content);
    }

    private boolean isBelow(String key) throws IOException {
        return !isDeleted(key) && below.size(key) >= 0;
    }

    private synchronized boolean isDeleted(String key) {
        return deleted.contains(key);
    }

    private void requirePlace(String key) throws IOException {
        Keys.check(key);
        for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
            if (isBelow(key.substring(0, slash))) {
                throw new IllegalArgumentException(
                        "no object can be below %s, which is an object itself".formatted(key.substring(0, slash)));
            }
        }
        if (!listBelow(key + "/", "", 1).isEmpty()) {
            throw new IllegalArgumentException("%s cannot be an object: there are objects below it".formatted(key));
        }
    }

    @Override
    public byte @Nullable [] get(String key) throws IOException {
        byte[] ours = above.get(key);
        return ours != null || isDeleted(key) ? ours : below.get(key);
    }

    @Override
    public byte @Nullable [] get(String key, long offset, int length) throws IOException {
        byte[] ours = above.get(key, offset, length);
        return ours != null || isDeleted(key) ? ours : below.get(key, offset, length);
    }

    @Override
    public byte @Nullable [] tail(String key, int length) throws IOException {
        byte[] ours = above.tail(key, length);
        return ours != null || isDeleted(key) ? ours : below.tail(key, length);
    }

    @Override
    public long size(String key) throws IOException {
        long ours = above.size(key);
        return ours >= 0 || isDeleted(key) ? ours : below.size(key);
    }

    @Override
    public synchronized List<StoredObject> list(String prefix, String startAfter, int limit) throws IOException {
        TreeMap<String, StoredObject> found = new TreeMap<>();
        listBelow(prefix, startAfter, limit).forEach(object -> found.put(object.key(), object));
        above.list(prefix, startAfter, limit).forEach(object -> found.put(object.key(), object));
        return found.values().stream().limit(limit).toList();
    }

    /** The first of those in the store below that were not deleted here. */
    private List<StoredObject> listBelow(String prefix, String startAfter, int limit) throws IOException {
        List<StoredObject> found = new ArrayList<>();
        String after = startAfter;
        int size = Math.min(limit, PAGE);
        while (true) {
            List<StoredObject> page = below.list(prefix, after, size);
            page.stream().filter(object -> !isDeleted(object.key())).forEach(found::add);
            if (page.size() < size || found.size() >= limit) {
                return found;
            }
            after = page.getLast().key();
        }
    }

    @Override
    public synchronized void delete(Collection<String> keys) throws IOException {
        keys.forEach(Keys::check);
        for (String key : keys) {
            if (below.size(key) >= 0) {
                deleted.add(key);
            }
        }
        above.delete(keys);
    }

    @Override
    public void close() throws IOException {
        above.close();
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public String toString() {
        return below.toString();
    }
}
