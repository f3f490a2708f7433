package io.farshore.bench.ingest;

import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.log.CacheKeys;
import io.farshore.core.log.ChangeLog;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.SealedSegment;
import io.farshore.core.log.SegmentBuffers;
import io.farshore.core.log.SegmentEncoder;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStores;
import io.farshore.dataplane.cache.GenerationClaims;
import io.farshore.dataplane.process.MachineProcessor;
import io.farshore.dataplane.process.ProcessListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** All that a write goes through, one stage after the other, each measured by itself: both stores are folders. */
final class Pipeline implements ChangeLog.Outlet, AutoCloseable {
    private static final String MACHINE = "bench";
    private static final int SEGMENT = 8 << 20;
    private static final int FETCHES = 4;

    private final ObjectStore cache;
    private final ObjectStore replica;
    private final CacheKeys keys = new CacheKeys(MACHINE);
    private final SegmentEncoder encoder = new SegmentEncoder();
    private final ArrayDeque<SealedSegment> sealed = new ArrayDeque<>();
    private final ArrayDeque<byte[]> encoded = new ArrayDeque<>();
    private final ExecutorService fetchers = Executors.newFixedThreadPool(
            FETCHES, Thread.ofPlatform().name("fetch ", 1).daemon(true).factory());
    private final MachineProcessor processor;
    private final ChangeLog log;
    private long cachedSegments;
    private long storedBytes;

    Pipeline(Path folder, long budget) throws IOException {
        cache = ObjectStores.create(folder.resolve("cache").toUri().toString());
        replica = ObjectStores.create(folder.resolve("replica").toUri().toString());
        InstantSource clock = InstantSource.system();
        GenerationClaim claim = new GenerationClaims(cache, keys, clock, UUID::randomUUID)
                .claim(List.of(new DiskSpec("sda", Writes.DISK)), "", false)
                .claim();
        log = new ChangeLog(claim, new SegmentBuffers(SEGMENT, budget + 4L * SEGMENT), clock, true, this);
        processor = new MachineProcessor(MACHINE, cache, replica, fetchers, clock, UUID::randomUUID, new Silent());
    }

    void capture(Writes writes) {
        for (int i = 0; i < writes.count(); i++) {
            log.write(0, writes.offsets()[i], writes.block(i));
        }
        log.seal();
    }

    void encode() throws IOException {
        while (!sealed.isEmpty()) {
            SealedSegment segment = sealed.removeFirst();
            encoded.add(encoder.encode(segment));
            segment.release();
        }
    }

    void cache() throws IOException {
        while (!encoded.isEmpty()) {
            byte[] bytes = encoded.removeFirst();
            cache.putIfAbsent(keys.segment(1, ++cachedSegments), bytes);
            storedBytes += bytes.length;
        }
    }

    void process() throws IOException, InterruptedException {
        boolean worked = true;
        while (worked) {
            worked = processor.step();
        }
    }

    /** Of segments, in all. */
    long storedBytes() {
        return storedBytes;
    }

    @Override
    public void opened() {}

    @Override
    public void sealed(SealedSegment segment) {
        sealed.add(segment);
    }

    @Override
    public void trackingStarted() {
        throw new IllegalStateException("the benchmark ran out of buffers");
    }

    @Override
    public void close() throws IOException {
        fetchers.shutdownNow();
        cache.close();
        replica.close();
    }

    /** Fails on trouble, as nobody would see it. */
    private static final class Silent implements ProcessListener {
        @Override
        public void claimed(String machine, int epoch) {}

        @Override
        public void generation(String machine, GenerationClaim claim) {}

        @Override
        public void replicated(String machine, SegmentRef segment) {}

        @Override
        public void discarded(String machine, int generation, long firstSegment, int count) {
            throw new IllegalStateException(count + " segments were discarded");
        }

        @Override
        public void trouble(String machine, String message) {
            throw new IllegalStateException(message);
        }
    }
}
