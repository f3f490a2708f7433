package io.farshore.bench.jmh;

import io.farshore.core.log.ChangeLog;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a guest's 4 KiB write costs in the change log: a copy and a checksum. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChangeLogWrite {
    private final ChangeLog log = CapturedChanges.endless();
    private final ByteBuffer payload =
            CapturedChanges.fill(ByteBuffer.allocateDirect(CapturedChanges.BLOCK), new Random(1));
    private long block;

    @Benchmark
    public void write4KiB() {
        block = (block + 977) % (CapturedChanges.DISK / CapturedChanges.BLOCK);
        log.write(0, block * CapturedChanges.BLOCK, payload.rewind());
    }
}
