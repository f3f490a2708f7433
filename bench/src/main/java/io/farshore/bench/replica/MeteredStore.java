package io.farshore.bench.replica;

import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts what is read of a store, and lets each request take a while as one to an object store in the region does. Any thread may call. */
public final class MeteredStore implements ObjectStore {
    private final ObjectStore store;
    private final Duration delay;
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong lists = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    public MeteredStore(ObjectStore store, Duration delay) {
        this.store = store;
        this.delay = delay;
    }

    /** What was read so far. */
    public Reads reads() {
        return new Reads(reads.get(), lists.get(), bytes.get());
    }

    /** What was read, listings apart. */
    public record Reads(long reads, long lists, long bytes) {
        public Reads since(Reads before) {
            return new Reads(reads - before.reads, lists - before.lists, bytes - before.bytes);
        }
    }

    private byte @Nullable [] counted(byte @Nullable [] content) throws IOException {
        await();
        reads.incrementAndGet();
        bytes.addAndGet(content == null ? 0 : content.length);
        return content;
    }

    private void await() throws InterruptedIOException {
        if (!delay.isZero()) {
            CountDownLatch answer = new CountDownLatch(1);
            try {
                // Nobody counts it down: only the time passes, as on the way to a store.
                if (answer.await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw new IllegalStateException("counted down");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting as a store would");
            }
        }
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

    @Override
    public long size(String key) throws IOException {
        await();
        return store.size(key);
    }

    @Override
    public List<StoredObject> list(String prefix, String startAfter, int limit) throws IOException {
        await();
        lists.incrementAndGet();
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
