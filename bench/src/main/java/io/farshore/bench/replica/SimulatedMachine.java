package io.farshore.bench.replica;

import io.farshore.core.catalog.CatalogEntry;
import io.farshore.core.catalog.CatalogEntry.GenerationAccepted;
import io.farshore.core.catalog.CatalogEntry.RetentionChanged;
import io.farshore.core.catalog.CatalogEntry.SegmentAccepted;
import io.farshore.core.catalog.CatalogWriter;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.log.ChangeLog;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.MarkKind;
import io.farshore.core.log.SealedSegment;
import io.farshore.core.log.Segment;
import io.farshore.core.log.SegmentBuffers;
import io.farshore.core.log.SegmentEncoder;
import io.farshore.core.retention.RetentionPolicy;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A machine of one disk whose writes go straight to its replica: change log, encoder, verification, catalog, each as in a real one; no cache
 * in between. Does not compact. One thread.
 */
public final class SimulatedMachine implements ChangeLog.Outlet {
    public static final String NAME = "bench";
    public static final String DISK = "sda";

    static final UUID ID = new UUID(1, 1);
    private static final int SEGMENT = 8 << 20;

    private final ObjectStore store;
    private final CatalogWriter writer;
    private final ChangeLog log;
    private final SegmentEncoder encoder = new SegmentEncoder();
    private final FrameCodec codec = new FrameCodec();
    private final List<SealedSegment> sealed = new ArrayList<>();

    public SimulatedMachine(ObjectStore store, long diskBytes, RetentionPolicy retention, VirtualClock clock)
            throws IOException {
        this.store = store;
        writer = CatalogWriter.claim(store, NAME, ID, new UUID(2, 1), 0, clock.instant());
        GenerationClaim claim = new GenerationClaim(
                ID,
                NAME,
                1,
                new UUID(3, 1),
                clock.instant(),
                GenerationClaim.Base.EMPTY,
                List.of(new DiskSpec(DISK, diskBytes)),
                "");
        log = new ChangeLog(claim, new SegmentBuffers(SEGMENT, 8L * SEGMENT), clock, true, this);
        writer.commit(List.of(new GenerationAccepted(claim), new RetentionChanged(retention)));
    }

    /** What commits to the replica; a compactor's commits go through it too. */
    public CatalogWriter writer() {
        return writer;
    }

    /** Writes the bytes, and commits what came to be full by it. */
    public void write(long offset, byte[] bytes) throws IOException {
        log.write(0, offset, ByteBuffer.wrap(bytes));
        commit();
    }

    /** Ends the segment and commits it: a recovery point. */
    public void seal() throws IOException {
        log.seal();
        commit();
    }

    /** Ends the segment with a point that the retention policy prefers. */
    public void mark() throws IOException {
        log.mark(MarkKind.CRASH_CONSISTENT, "");
        commit();
    }

    private void commit() throws IOException {
        if (sealed.isEmpty()) {
            return;
        }
        List<CatalogEntry> entries = new ArrayList<>();
        for (SealedSegment segment : sealed) {
            entries.add(new SegmentAccepted(place(segment)));
        }
        sealed.clear();
        writer.commit(entries);
    }

    private SegmentRef place(SealedSegment segment) throws IOException {
        byte[] bytes = encoder.encode(segment);
        segment.release();
        String key = writer.keys().segment(segment.header().id());
        store.put(key, bytes);
        return SegmentRef.of(Segment.verify(key, bytes, codec));
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
}
