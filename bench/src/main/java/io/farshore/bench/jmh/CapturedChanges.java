package io.farshore.bench.jmh;

import io.farshore.core.log.ChangeLog;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.SealedSegment;
import io.farshore.core.log.SegmentBuffers;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A change log to measure, that keeps the last segment it sealed, and payload that compresses to about half as databases' does. */
final class CapturedChanges implements ChangeLog.Outlet {
    static final int BLOCK = 4096;
    static final int SEGMENT = 8 << 20;
    static final long DISK = 1L << 36;

    private final boolean releasesAtOnce;
    private @Nullable SealedSegment sealed;

    private CapturedChanges(boolean releasesAtOnce) {
        this.releasesAtOnce = releasesAtOnce;
    }

    /** A log whose segments are forgotten as soon as they are full. */
    static ChangeLog endless() {
        return log(new CapturedChanges(true));
    }

    /** A full segment of random 4 KiB writes. */
    static SealedSegment segment() {
        CapturedChanges outlet = new CapturedChanges(false);
        ChangeLog log = log(outlet);
        Random random = new Random(1);
        ByteBuffer payload = ByteBuffer.allocateDirect(BLOCK);
        for (int i = 0; i < SEGMENT / BLOCK; i++) {
            log.write(0, randomOffset(random), fill(payload, random));
        }
        log.seal();
        SealedSegment segment = outlet.sealed;
        if (segment == null) {
            throw new IllegalStateException("nothing was sealed");
        }
        return segment;
    }

    static long randomOffset(Random random) {
        return random.nextLong(DISK / BLOCK) * BLOCK;
    }

    /** Each 512 bytes are half random, half zeros. */
    static ByteBuffer fill(ByteBuffer payload, Random random) {
        payload.clear();
        byte[] half = new byte[256];
        while (payload.hasRemaining()) {
            random.nextBytes(half);
            payload.put(half).put(new byte[256]);
        }
        return payload.flip();
    }

    private static ChangeLog log(CapturedChanges outlet) {
        GenerationClaim claim = new GenerationClaim(
                new UUID(1, 1),
                "bench",
                1,
                new UUID(2, 2),
                Instant.EPOCH,
                Base.EMPTY,
                List.of(new DiskSpec("sda", DISK)),
                "");
        return new ChangeLog(claim, new SegmentBuffers(SEGMENT, 4L * SEGMENT), InstantSource.system(), true, outlet);
    }

    @Override
    public void opened() {}

    @Override
    public void sealed(SealedSegment segment) {
        if (releasesAtOnce) {
            segment.release();
        } else {
            sealed = segment;
        }
    }

    @Override
    public void trackingStarted() {
        throw new IllegalStateException("the benchmark ran out of buffers");
    }
}
