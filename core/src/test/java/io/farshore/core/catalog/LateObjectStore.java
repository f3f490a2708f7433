package io.farshore.core.catalog;

import io.farshore.core.failure.UnavailableException;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A store in which now and then a write is given up by its caller but still under way: it takes effect much later. */
public final class LateObjectStore implements ObjectStore {
    private final ObjectStore store;
    private final RandomGenerator random;
    private final List<Effect> underWay = new ArrayList<>();
    private double rate;

    public LateObjectStore(ObjectStore store, RandomGenerator random) {
        this.store = store;
        this.random = random;
    }

    private interface Effect {
        void happen() throws IOException;
    }

    public void delay(double part) {
        rate = part;
    }

    /** One of the writes that are under way arrives, perhaps. */
    public void arrive() {
        if (!underWay.isEmpty() && random.nextInt(30) == 0) {
            try {
                underWay.remove(random.nextInt(underWay.size())).happen();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content) throws IOException {
        perhapsLate(() -> store.putIfAbsent(key, content));
        return store.putIfAbsent(key, content);
    }

    @Override
    public void put(String key, byte[] content) throws IOException {
        perhapsLate(() -> store.put(key, content));
        store.put(key, content);
    }

    private void perhapsLate(Effect effect) throws IOException {
        if (random.nextDouble() < rate) {
            underWay.add(effect);
            throw new UnavailableException("injected: no answer in time, and the request is under way");
        }
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
        store.delete(keys);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }

    @Override
    public String toString() {
        return "late " + store;
    }
}
