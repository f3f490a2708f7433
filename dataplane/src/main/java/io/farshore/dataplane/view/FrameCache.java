package io.farshore.dataplane.view;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Plain frames, the most recently used of them. Whoever asks first for a frame that is not there is told to load it, everyone else waits for
 * that. Does not load. Any thread may call.
 *
 * <p>To be free of deadlock, who was told to load some frames says {@link #loaded} or {@link #failed} for each before waiting for others.
 */
final class FrameCache {
    private final long limit;
    private final Map<Long, CompletableFuture<byte[]>> frames = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    /**
     * What a frame is, or will be.
     *
     * @param mine the caller has to load it
     */
    record Claim(CompletableFuture<byte[]> frame, boolean mine) {}

    FrameCache(long limit) {
        this.limit = limit;
    }

    synchronized Claim claim(long id) {
        CompletableFuture<byte[]> there = frames.get(id);
        if (there != null) {
            return new Claim(there, false);
        }
        CompletableFuture<byte[]> loading = new CompletableFuture<>();
        frames.put(id, loading);
        return new Claim(loading, true);
    }

    /** Claims a frame to be loaded, or null when it is there or being loaded. */
    @Nullable
    CompletableFuture<byte[]> claimIfAbsent(long id) {
        Claim claim = claim(id);
        return claim.mine() ? claim.frame() : null;
    }

    void loaded(CompletableFuture<byte[]> claimed, byte[] frame) {
        synchronized (this) {
            bytes += frame.length;
            claimed.complete(frame);
            evict();
        }
    }

    void failed(long id, CompletableFuture<byte[]> claimed, Throwable failure) {
        synchronized (this) {
            frames.remove(id, claimed);
        }
        claimed.completeExceptionally(failure);
    }

    /** Bytes of frames that are kept. */
    synchronized long bytes() {
        return bytes;
    }

    private void evict() {
        Iterator<CompletableFuture<byte[]>> eldestFirst = frames.values().iterator();
        while (bytes > limit && eldestFirst.hasNext()) {
            CompletableFuture<byte[]> eldest = eldestFirst.next();
            if (eldest.isDone()) {
                bytes -= eldest.join().length;
                eldestFirst.remove();
            }
        }
    }
}
