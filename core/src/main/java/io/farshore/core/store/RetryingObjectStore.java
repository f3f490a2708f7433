package io.farshore.core.store;

import io.farshore.core.failure.ReadOnlyStoreException;
import io.farshore.core.failure.UnavailableException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tries again what failed as {@link UnavailableException}, with {@link BackOff}, until it works or the deadline comes; other
 * failures pass at once. An interrupted thread stops trying at once, with an {@link InterruptedIOException}, and stays
 * interrupted.
 *
 * <p>A creation whose answer was lost is settled by {@link CreateOnce}, which needs contents that differ between writers:
 * two writers of equal bytes that both lose their answer would both be told that they won.
 */
public final class RetryingObjectStore implements ObjectStore {
    private final ObjectStore store;
    private final BackOff backOff;
    private final RandomGenerator random;
    private final Waiting waiting;

    /** @param random used under a lock, so that any generator will do */
    public RetryingObjectStore(ObjectStore store, BackOff backOff, RandomGenerator random, Waiting waiting) {
        this.store = store;
        this.backOff = backOff;
        this.random = random;
        this.waiting = waiting;
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content) throws IOException {
        AtomicBoolean answerLost = new AtomicBoolean();
        return retry("create", key, () -> {
            if (answerLost.get()) {
                return CreateOnce.put(store, key, content) == CreateOnce.Outcome.CREATED;
            }
            answerLost.set(true);
            return store.putIfAbsent(key, content);
        });
    }

    @Override
    public void put(String key, byte[] content) throws IOException {
        retry("write", key, () -> {
            store.put(key, content);
            return true;
        });
    }

    @Override
    public byte @Nullable [] get(String key) throws IOException {
        return this.<byte @Nullable []>retry("read", key, () -> store.get(key));
    }

    @Override
    public byte @Nullable [] get(String key, long offset, int length) throws IOException {
        return this.<byte @Nullable []>retry("read", key, () -> store.get(key, offset, length));
    }

    @Override
    public byte @Nullable [] tail(String key, int length) throws IOException {
        return this.<byte @Nullable []>retry("read the end of", key, () -> store.tail(key, length));
    }

    @Override
    public long size(String key) throws IOException {
        return retry("read the size of", key, () -> store.size(key));
    }

    @Override
    public List<StoredObject> list(String prefix, String startAfter, int limit) throws IOException {
        return retry("list", prefix, () -> store.list(prefix, startAfter, limit));
    }

    @Override
    public void delete(Collection<String> keys) throws IOException {
        retry("delete", keys.size() + " objects", () -> {
            store.delete(keys);
            return true;
        });
    }

    @Override
    public void close() throws IOException {
        store.close();
    }

    @Override
    public String toString() {
        return store.toString();
    }

    private <T extends @Nullable Object> T retry(String verb, String what, Attempt<T> attempt) throws IOException {
        long start = waiting.nanos();
        for (int failures = 1; ; failures++) {
            try {
                return attempt.call();
            } catch (ReadOnlyStoreException e) {
                throw e;
            } catch (UnavailableException e) {
                Duration wait = nextWait(failures);
                Duration spent = Duration.ofNanos(waiting.nanos() - start);
                if (!Thread.currentThread().isInterrupted() && spent.plus(wait).compareTo(backOff.deadline()) > 0) {
                    throw new UnavailableException(
                            "cannot %s %s in %s: tried %d times in %d ms, at last: %s"
                                    .formatted(verb, what, store, failures, spent.toMillis(), e.getMessage()),
                            e);
                }
                pause(verb + " " + what, wait, e);
            }
        }
    }

    private Duration nextWait(int failures) {
        synchronized (random) {
            return backOff.wait(failures, random);
        }
    }

    private void pause(String task, Duration wait, UnavailableException reason) throws InterruptedIOException {
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted before the wait");
            }
            waiting.pause(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var stopped = new InterruptedIOException("stopped trying to %s in %s: interrupted".formatted(task, store));
            stopped.initCause(reason);
            throw stopped;
        }
    }

    /** One try. */
    private interface Attempt<T extends @Nullable Object> {
        T call() throws IOException;
    }
}
