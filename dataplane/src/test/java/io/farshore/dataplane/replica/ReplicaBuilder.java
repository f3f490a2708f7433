package io.farshore.dataplane.replica;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogEntry;
import io.farshore.core.catalog.CatalogReader;
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
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes changes to a replica: through the change log, the encoder and the catalog, without a cache in between. */
public final class ReplicaBuilder implements ChangeLog.Outlet {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ObjectStore store;
    private final String machine;
    private final UUID machineId = new UUID(1, 2);
    private final SegmentBuffers buffers = new SegmentBuffers(8 << 20, 32 << 20);
    private final SegmentEncoder encoder = new SegmentEncoder();
    private final FrameCodec codec = new FrameCodec();
    private final List<SealedSegment> sealed = new ArrayList<>();
    private CatalogWriter writer;
    private @Nullable ChangeLog log;
    private int generation;
    private long owner = 100;
    private Instant now = START;

    public ReplicaBuilder(ObjectStore store, String machine) throws IOException {
        this.store = store;
        this.machine = machine;
        writer = claim();
    }

    private CatalogWriter claim() throws IOException {
        return CatalogWriter.claim(store, machine, machineId, new UUID(7, owner++), 0, now);
    }

    /** Another processor takes over. */
    public ReplicaBuilder nextEpoch() throws IOException {
        writer = claim();
        return this;
    }

    /** From here on points are kept like this. */
    public ReplicaBuilder retention(RetentionPolicy policy) throws IOException {
        writer.commit(List.of(new CatalogEntry.RetentionChanged(policy)));
        return this;
    }

    public ReplicaBuilder generation(GenerationClaim.Base base, DiskSpec... disks) throws IOException {
        GenerationClaim claim = new GenerationClaim(
                machineId, machine, ++generation, new UUID(3, generation), now, base, List.of(disks), "<domain/>");
        log = new ChangeLog(claim, buffers, () -> now, true, this);
        writer.commit(List.of(new CatalogEntry.GenerationAccepted(claim)));
        return this;
    }

    private ChangeLog log() {
        if (log == null) {
            throw new IllegalStateException("start a generation first");
        }
        return log;
    }

    public ReplicaBuilder write(int disk, long offset, byte[] bytes) {
        log().write(disk, offset, ByteBuffer.wrap(bytes));
        return this;
    }

    public ReplicaBuilder zero(int disk, long offset, long length) {
        log().zero(disk, offset, length);
        return this;
    }

    /** Ends the segment, a second later, and commits it; returns where it ends. */
    public Position seal() throws IOException {
        now = now.plusSeconds(1);
        log().seal();
        return commit();
    }

    /** Ends the segment with a named point, a second later, and commits it. */
    public Position mark(String name) throws IOException {
        now = now.plusSeconds(1);
        log().mark(MarkKind.NAMED, name);
        return commit();
    }

    /** Puts a segment into the store that the catalog does not name, as when the processor died before its commit. */
    public String orphan() throws IOException {
        now = now.plusSeconds(1);
        log().seal();
        SegmentRef orphan = place(sealed.removeFirst());
        return writer.keys().segment(orphan.id());
    }

    private Position commit() throws IOException {
        List<CatalogEntry> entries = new ArrayList<>();
        for (SealedSegment segment : sealed) {
            entries.add(new CatalogEntry.SegmentAccepted(place(segment)));
        }
        sealed.clear();
        if (!entries.isEmpty()) {
            writer.commit(entries);
        }
        return log().captured().position();
    }

    private SegmentRef place(SealedSegment segment) throws IOException {
        byte[] bytes = encoder.encode(segment);
        segment.release();
        String key = writer.keys().segment(segment.header().id());
        if (!store.putIfAbsent(key, bytes)) {
            throw new IllegalStateException(key + " is there already");
        }
        return SegmentRef.of(Segment.verify(key, bytes, codec));
    }

    /** What commits for this replica now. */
    public CatalogWriter writer() {
        return writer;
    }

    /** The catalog, read afresh. */
    public Catalog catalog() throws IOException {
        return CatalogReader.open(store, machine).read();
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
}
