package io.farshore.dataplane.ship;

import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FencedException;
import io.farshore.core.failure.UnavailableException;
import io.farshore.core.log.CacheKeys;
import io.farshore.core.log.SealedSegment;
import io.farshore.core.log.SegmentEncoder;
import io.farshore.core.log.SegmentHeader;
import io.farshore.core.store.CreateOnce;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Encodes sealed segments and uploads them to cache storage, several at a time; the cached position moves in order. An upload that
 * fails because the store is away is repeated until it works or the shipper is closed. Does not bound what waits: the memory of
 * capture does. Does not retry in the small: the store that it is given does.
 */
public final class SegmentShipper implements AutoCloseable {
    private static final Duration LONGEST_JOIN = Duration.ofSeconds(5);

    private final ObjectStore cache;
    private final CacheKeys keys;
    private final MachineKeys dataKeys;
    private final Listener listener;
    private final LinkedBlockingQueue<SealedSegment> waiting = new LinkedBlockingQueue<>();
    private final TreeMap<Long, SegmentHeader> ahead = new TreeMap<>();
    private final List<Thread> workers = new ArrayList<>();
    private volatile long submitted;
    private long inOrder;
    private @Nullable IOException failure;
    private volatile boolean closed;

    /** Hears what happens; called on the shipper's threads, which wait for it. */
    public interface Listener {
        /** All segments up to this one are in cache storage. */
        void cached(SegmentHeader header);

        /** Memory of a segment was given back. */
        void released();

        /** The store is away; the upload is tried again. */
        void unavailable(UnavailableException cause);

        /** Nothing is shipped any more: this generation is fenced, or its bytes in memory are damaged. */
        void stopped(IOException cause);
    }

    /** @param parallel uploads in flight */
    public SegmentShipper(ObjectStore cache, CacheKeys keys, int parallel, Listener listener) {
        this(cache, keys, MachineKeys.NONE, parallel, listener);
    }

    /** @param dataKeys with the one of the generation that is shipped, if that is encrypted */
    public SegmentShipper(ObjectStore cache, CacheKeys keys, MachineKeys dataKeys, int parallel, Listener listener) {
        this.dataKeys = dataKeys;
        this.cache = cache;
        this.keys = keys;
        this.listener = listener;
        for (int i = 1; i <= parallel; i++) {
            workers.add(Thread.ofPlatform()
                    .name(keys.machine() + " ship " + i)
                    .daemon(true)
                    .start(this::work));
        }
    }

    /** Takes a segment; the calls must come in the order of the segments' numbers. Never waits. */
    public void submit(SealedSegment segment) {
        submitted = segment.header().number();
        waiting.add(segment);
    }

    /** The number of the last segment of which it and all before it are in cache storage. */
    public synchronized long cachedInOrder() {
        return inOrder;
    }

    /**
     * Waits until everything submitted so far is in cache storage.
     *
     * @throws IOException what stopped the shipper, or that the time is over
     */
    public synchronized void awaitCached(Duration deadline) throws IOException, InterruptedException {
        long upTo = submitted;
        long end = System.nanoTime() + deadline.toNanos();
        while (inOrder < upTo) {
            if (failure != null) {
                throw failure;
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (closed || left <= 0) {
                throw new UnavailableException(
                        "%d segments of machine %s are not in cache storage and are lost: it could not be reached for %s"
                                .formatted(upTo - inOrder, keys.machine(), deadline));
            }
            wait(left);
        }
    }

    /** Stops at once, but for an upload that hangs in the store; what is not in cache storage yet is lost to it. */
    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            notifyAll();
        }
        workers.forEach(Thread::interrupt);
        for (Thread worker : workers) {
            joinUninterrupted(worker);
        }
    }

    private void work() {
        SegmentEncoder encoder = new SegmentEncoder(dataKeys);
        try {
            while (!closed) {
                SealedSegment segment = waiting.take();
                byte[] bytes = encoder.encode(segment);
                upload(segment.header(), bytes);
                segment.release();
                listener.released();
            }
        } catch (InterruptedException e) {
            // Closed.
        } catch (IOException e) {
            stop(e);
        } catch (RuntimeException | Error e) {
            stop(new IOException("a worker failed: " + e, e));
            throw e;
        }
    }

    private void upload(SegmentHeader header, byte[] bytes) throws IOException, InterruptedException {
        String key = keys.segment(header.generation(), header.number());
        while (true) {
            try {
                if (CreateOnce.put(cache, key, bytes) == CreateOnce.Outcome.TAKEN) {
                    throw new FencedException(
                            "another writer holds %s of machine %s".formatted(header.id(), keys.machine()));
                }
                advance(header);
                return;
            } catch (UnavailableException e) {
                if (closed || Thread.interrupted()) {
                    throw new InterruptedException();
                }
                listener.unavailable(e);
            }
        }
    }

    private void advance(SegmentHeader header) {
        synchronized (this) {
            ahead.put(header.number(), header);
            for (SegmentHeader next = ahead.remove(inOrder + 1); next != null; next = ahead.remove(inOrder + 1)) {
                inOrder++;
                listener.cached(next);
            }
            notifyAll();
        }
    }

    private void stop(IOException cause) {
        synchronized (this) {
            if (closed || failure != null) {
                return;
            }
            failure = cause instanceof CorruptDataException || cause instanceof FencedException
                    ? cause
                    : new IOException("cannot ship segments of machine " + keys.machine(), cause);
            notifyAll();
        }
        listener.stopped(cause);
    }

    private static void joinUninterrupted(Thread thread) {
        try {
            thread.join(LONGEST_JOIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
