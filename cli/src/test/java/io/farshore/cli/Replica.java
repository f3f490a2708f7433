package io.farshore.cli;

import io.farshore.core.catalog.CatalogEntry;
import io.farshore.core.catalog.CatalogWriter;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.log.ChangeLog;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.MarkKind;
import io.farshore.core.log.Position;
import io.farshore.core.log.SealedSegment;
import io.farshore.core.log.Segment;
import io.farshore.core.log.SegmentBuffers;
import io.farshore.core.log.SegmentEncoder;
import io.farshore.core.retention.RetentionPolicy;
import io.farshore.core.store.FileObjectStore;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A machine in a replica store, written through the change log, the encoder and the catalog, without a cache in between. */
final class Replica implements ChangeLog.Outlet, AutoCloseable {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ObjectStore store;
    private final UUID machineId = new UUID(1, 2);
    private final SegmentEncoder encoder = new SegmentEncoder();
    private final List<SealedSegment> sealed = new ArrayList<>();
    private final CatalogWriter writer;
    private final ChangeLog log;
    private Instant now = START;

    Replica(Path folder, String machine, DiskSpec... disks) throws IOException {
        store = FileObjectStore.create(folder);
        writer = CatalogWriter.claim(store, machine, machineId, new UUID(7, 8), 0, now);
        GenerationClaim claim = new GenerationClaim(
                machineId, machine, 1, new UUID(3, 4), now, GenerationClaim.Base.EMPTY, List.of(disks), "");
        log = new ChangeLog(claim, new SegmentBuffers(8 << 20, 32 << 20), () -> now, true, this);
        writer.commit(List.of(new CatalogEntry.GenerationAccepted(claim)));
    }

    Replica write(int disk, long offset, byte[] bytes) {
        log.write(disk, offset, ByteBuffer.wrap(bytes));
        return this;
    }

    /** Commits a policy that keeps points so many seconds, and every second of them. */
    Replica retention(int seconds) throws IOException {
        Duration retention = Duration.ofSeconds(seconds);
        writer.commit(List.of(new CatalogEntry.RetentionChanged(new RetentionPolicy(retention, retention))));
        return this;
    }

    /** Ends the segment, a second later, and commits it; returns where it ends. */
    Position seal() throws IOException {
        now = now.plusSeconds(1);
        log.seal();
        return commit();
    }

    /** Ends the segment with a named point, a second later, and commits it; returns where it ends. */
    Position mark(String name) throws IOException {
        now = now.plusSeconds(1);
        log.mark(MarkKind.NAMED, name);
        return commit();
    }

    private Position commit() throws IOException {
        List<CatalogEntry> entries = new ArrayList<>();
        for (SealedSegment segment : sealed) {
            entries.add(new CatalogEntry.SegmentAccepted(place(segment)));
        }
        sealed.clear();
        writer.commit(entries);
        return log.captured().position();
    }

    private SegmentRef place(SealedSegment segment) throws IOException {
        byte[] bytes = encoder.encode(segment);
        segment.release();
        String key = writer.keys().segment(segment.header().id());
        store.putIfAbsent(key, bytes);
        return SegmentRef.of(Segment.verify(key, bytes, new FrameCodec()));
    }

    @Override
    public void opened() {}

    @Override
    public void sealed(SealedSegment segment) {
        sealed.add(segment);
    }

    @Override
    public void trackingStarted() {
        throw new IllegalStateException("out of memory: seal more often");
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
