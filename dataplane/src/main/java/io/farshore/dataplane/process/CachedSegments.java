package io.farshore.dataplane.process;

import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.UnavailableException;
import io.farshore.core.log.CacheKeys;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.Segment;
import io.farshore.core.log.SegmentId;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** What lies in cache storage for a machine. Reads and verifies; commits nothing. */
final class CachedSegments {
    private static final int PAGE = 1000;

    private final ObjectStore cache;
    private final CacheKeys keys;
    private final ExecutorService fetchers;

    /** @param fetchers runs one fetch and verification per task */
    CachedSegments(ObjectStore cache, CacheKeys keys, ExecutorService fetchers) {
        this.cache = cache;
        this.keys = keys;
        this.fetchers = fetchers;
    }

    /** A segment as it came out of cache storage, whole and undamaged. */
    static final class Fetched {
        private final Segment segment;
        private final byte[] bytes;

        Fetched(Segment segment, byte[] bytes) {
            this.segment = segment;
            this.bytes = bytes;
        }

        Segment segment() {
            return segment;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** The numbers of the segments after {@code last} that are there, in order; at most a page of them. */
    List<Long> after(int generation, long last) throws IOException {
        String startAfter = last == 0 ? "" : keys.segment(generation, last);
        List<Long> numbers = new ArrayList<>();
        for (StoredObject object : cache.list(keys.segments(generation), startAfter, PAGE)) {
            long number = SegmentId.numberIn(object.key());
            if (number < 1) {
                throw new CorruptDataException(object.key(), 0, "the name of a segment", "another name");
            }
            numbers.add(number);
        }
        return numbers;
    }

    /**
     * The segments of these numbers, fetched side by side.
     *
     * @param dataKeys to check them with, if they are encrypted
     */
    List<Fetched> fetch(int generation, long first, int count, MachineKeys dataKeys)
            throws IOException, InterruptedException {
        List<Future<Fetched>> pending = new ArrayList<>();
        for (long number = first; number < first + count; number++) {
            String key = keys.segment(generation, number);
            pending.add(fetchers.submit(() -> fetch(key, dataKeys)));
        }
        List<Fetched> fetched = new ArrayList<>();
        for (Future<Fetched> each : pending) {
            fetched.add(get(each));
        }
        return fetched;
    }

    private Fetched fetch(String key, MachineKeys dataKeys) throws IOException {
        byte[] bytes = cache.get(key);
        if (bytes == null) {
            throw new UnavailableException(key + " was listed and is gone: has another processor taken it?");
        }
        return new Fetched(Segment.verify(key, bytes, new FrameCodec(), dataKeys), bytes);
    }

    /** Removes segments that the replica store has, or that nothing needs. */
    void free(int generation, List<Long> numbers) throws IOException {
        if (!numbers.isEmpty()) {
            cache.delete(numbers.stream()
                    .map(number -> keys.segment(generation, number))
                    .toList());
        }
    }

    /** Removes this segment and those before it in its generation. */
    void freeUpTo(SegmentId last) throws IOException {
        free(
                last.generation(),
                after(last.generation(), 0).stream()
                        .filter(number -> number <= last.number())
                        .toList());
    }

    private static Fetched get(Future<Fetched> pending) throws IOException, InterruptedException {
        try {
            return pending.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case null, default -> throw new IllegalStateException("a fetch failed", e.getCause());
            }
        }
    }
}
