package io.farshore.core.store;

import io.farshore.core.failure.UnavailableException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A store with the faults of a real one, repeatable by seed: calls fail before their effect, after it, or in the middle of a
 * deletion; the calling process crashes; objects are damaged behind everybody's back. Faults are off until asked for.
 */
public final class FaultyObjectStore implements ObjectStore {
    /** When a call fails. */
    public enum Fault {
        /** Nothing happened. */
        BEFORE,
        /** A deletion removed some of its keys; all else is whole, so that it fails as {@link #BEFORE}. */
        MIDDLE,
        /** It happened, but the answer was lost. */
        AFTER
    }

    private final ObjectStore store;
    private final RandomGenerator random;
    private final Deque<Fault> planned = new ArrayDeque<>();
    private double failureRate;
    private long calls;
    private long callsUntilCrash = Long.MAX_VALUE;
    private Hook hook = (task, key) -> {};

    public FaultyObjectStore(ObjectStore store, RandomGenerator random) {
        this.store = store;
        this.random = random;
    }

    /** From now on this part of all calls fails, at a random moment each. */
    public synchronized void failRandomly(double rate) {
        failureRate = rate;
    }

    /** The next calls fail so, one each, before chance is asked. */
    public synchronized void failNext(Fault... faults) {
        planned.addAll(List.of(faults));
    }

    /** Lets so many calls through; the one after them has its effect or not, by chance, and it and all later ones throw {@link CrashedError}. */
    public synchronized void crashAfter(long callsLetThrough) {
        callsUntilCrash = callsLetThrough;
    }

    /** The process is started again: no more crash and no more failures. */
    public synchronized void reset() {
        callsUntilCrash = Long.MAX_VALUE;
        failureRate = 0;
        planned.clear();
    }

    /** Runs before every call, outside all locks: for delays, barriers, or an exception of its own. */
    public synchronized void before(Hook newHook) {
        hook = newHook;
    }

    /** How many calls came, failed ones included. */
    public synchronized long calls() {
        return calls;
    }

    /** Flips one bit of the object, chosen by chance. */
    public void damage(String key) throws IOException {
        byte[] content = existing(key);
        int bit = random.nextInt(content.length * 8);
        content[bit / 8] ^= (byte) (1 << bit % 8);
        store.put(key, content);
    }

    /** Cuts the object off after so many bytes. */
    public void truncate(String key, int length) throws IOException {
        existing(key);
        store.put(key, Objects.requireNonNull(store.get(key, 0, length)));
    }

    /** Gives each object the other's content. */
    public void swap(String one, String other) throws IOException {
        byte[] content = existing(one);
        store.put(one, existing(other));
        store.put(other, content);
    }

    /** Loses the object. */
    public void remove(String key) throws IOException {
        existing(key);
        store.delete(List.of(key));
    }

    private byte[] existing(String key) throws IOException {
        byte[] content = store.get(key);
        if (content == null) {
            throw new IllegalArgumentException("there is no object " + key + " to damage");
        }
        return content;
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content) throws IOException {
        return call("create", key, () -> store.putIfAbsent(key, content));
    }

    @Override
    public void put(String key, byte[] content) throws IOException {
        call("write", key, () -> {
            store.put(key, content);
            return true;
        });
    }

    @Override
    public byte @Nullable [] get(String key) throws IOException {
        return this.<byte @Nullable []>call("read", key, () -> store.get(key));
    }

    @Override
    public byte @Nullable [] get(String key, long offset, int length) throws IOException {
        return this.<byte @Nullable []>call("read", key, () -> store.get(key, offset, length));
    }

    @Override
    public byte @Nullable [] tail(String key, int length) throws IOException {
        return this.<byte @Nullable []>call("read", key, () -> store.tail(key, length));
    }

    @Override
    public long size(String key) throws IOException {
        return call("size", key, () -> store.size(key));
    }

    @Override
    public List<StoredObject> list(String prefix, String startAfter, int limit) throws IOException {
        return call("list", prefix, () -> store.list(prefix, startAfter, limit));
    }

    @Override
    public void delete(Collection<String> keys) throws IOException {
        String names = String.join(" ", keys);
        Effect<Boolean> all = () -> {
            store.delete(keys);
            return true;
        };
        call("delete", names, all, () -> {
            store.delete(part(keys));
            return true;
        });
    }

    private List<String> part(Collection<String> keys) {
        List<String> part = new ArrayList<>(keys);
        synchronized (this) {
            part.removeIf(key -> random.nextBoolean());
        }
        return part;
    }

    private <T extends @Nullable Object> T call(String task, String key, Effect<T> effect) throws IOException {
        return call(task, key, effect, null);
    }

    private <T extends @Nullable Object> T call(String task, String key, Effect<T> effect, @Nullable Effect<T> partOfIt)
            throws IOException {
        hook().before(task, key);
        Verdict verdict = verdict();
        if (verdict.fault == null && !verdict.isCrash) {
            return effect.run();
        }
        if (verdict.fault == Fault.AFTER) {
            effect.run();
        } else if (verdict.fault == Fault.MIDDLE && partOfIt != null) {
            partOfIt.run();
        }
        String message = "injected: %s %s failed, %s its effect".formatted(task, key, verdict.fault);
        if (verdict.isCrash) {
            throw new CrashedError(message);
        }
        throw new UnavailableException(message);
    }

    private synchronized Hook hook() {
        return hook;
    }

    private synchronized Verdict verdict() {
        calls++;
        if (callsUntilCrash <= 0) {
            Fault fault = callsUntilCrash == 0 ? anyFault() : Fault.BEFORE;
            callsUntilCrash = -1;
            return new Verdict(fault, true);
        }
        if (callsUntilCrash != Long.MAX_VALUE) {
            callsUntilCrash--;
        }
        Fault next = planned.poll();
        return new Verdict(next == null && random.nextDouble() < failureRate ? anyFault() : next, false);
    }

    private Fault anyFault() {
        return Fault.values()[random.nextInt(Fault.values().length)];
    }

    @Override
    public void close() throws IOException {
        store.close();
    }

    @Override
    public String toString() {
        return "faulty " + store;
    }

    /** What becomes of one call. */
    private record Verdict(@Nullable Fault fault, boolean isCrash) {}

    /** What a call does. */
    private interface Effect<T extends @Nullable Object> {
        T run() throws IOException;
    }

    /** Runs before a call. */
    @FunctionalInterface
    public interface Hook {
        /** @param task {@code create}, {@code write}, {@code read}, {@code size}, {@code list} or {@code delete} */
        void before(String task, String key) throws IOException;
    }
}
