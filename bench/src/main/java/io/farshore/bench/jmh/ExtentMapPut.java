package io.farshore.bench.jmh;

import io.farshore.core.extent.ExtentMap;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a 4 KiB write at random in 64 GiB costs in an extent map that fills up while it is measured. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ExtentMapPut {
    private final ExtentMap map = new ExtentMap();
    private final Random random = new Random(1);
    private long address;

    @Benchmark
    public void put4KiB() {
        map.put(CapturedChanges.randomOffset(random), CapturedChanges.BLOCK, address);
        address += CapturedChanges.BLOCK;
    }
}
