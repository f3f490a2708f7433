package io.farshore.bench.jmh;

import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.SealedSegment;
import io.farshore.core.log.Segment;
import io.farshore.core.log.SegmentEncoder;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the source and the target do with a full segment of random 4 KiB writes: encode it, verify it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SegmentBytes {
    private final SealedSegment sealed = CapturedChanges.segment();
    private final SegmentEncoder encoder = new SegmentEncoder();
    private final FrameCodec codec = new FrameCodec();
    private final byte[] bytes;

    public SegmentBytes() {
        try {
            bytes = encoder.encode(sealed);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public byte[] encode8MiB() throws IOException {
        return encoder.encode(sealed);
    }

    @Benchmark
    public Segment verify8MiB() throws IOException {
        return Segment.verify("segment", bytes, codec);
    }
}
