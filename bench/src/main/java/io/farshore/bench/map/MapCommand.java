package io.farshore.bench.map;

import io.farshore.bench.figures.Figures;
import io.farshore.bench.figures.Machine;
import io.farshore.bench.figures.Printing;
import io.farshore.bench.figures.Table;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code farshore bench map}: measures and prints. What is measured how is {@link MapMeter}'s and {@link RunMeter}'s. */
@Command(
        name = "map",
        description = "Memory and speed of the extent map and of index runs, next to a tree map of the same extents.",
        footer = {"", "Takes about a minute and 3 GiB of heap."})
public final class MapCommand implements Callable<Integer> {
    private static final long TIB = 1L << 40;

    @Mixin
    private final Printing printing = new Printing();

    @Option(
            names = "--tib",
            paramLabel = "N",
            defaultValue = "1",
            description = "The disk's size: 1, 2, 4, 8, 16 or 32 TiB. Default: 1.")
    private int tib = 1;

    @Override
    public Integer call() throws IOException {
        if (tib < 1 || tib > 32 || Integer.bitCount(tib) != 1) {
            throw new IllegalArgumentException("--tib %d: it has to be 1, 2, 4, 8, 16 or 32".formatted(tib));
        }
        String machine = Machine.describe();
        Table maps = maps(tib * TIB);
        printing.print(new Figures(how(), machine, List.of(maps, runs(tib * TIB))));
        return 0;
    }

    private List<String> how() {
        return List.of(
                "A disk of %d TiB. heap: in use after two full collections, less the same before the map was filled."
                        .formatted(tib),
                "memoryBytes: what the extent map says it takes. put: one thread, in the order of the load, from empty.",
                "lookup: one byte of an earlier write, all checked. heap ratio: to the tree map's.");
    }

    private Table maps(long disk) {
        MapMeter meter = new MapMeter(printing.isQuick() ? 100_000 : 2_000_000, printing::progress);
        Table table = MapMeter.table();
        meter.warmUp(disk);
        meter.measure(Load.firstCopy(printing.isQuick() ? disk / 64 : disk), table);
        if (printing.isQuick()) {
            meter.measure(Load.random(disk, 100_000), table);
            meter.measure(Load.dense(disk, 4096L * tib), table);
        } else {
            meter.measure(Load.random(disk, 1_000_000), table);
            meter.measure(Load.random(disk, 10_000_000), table);
            meter.measure(Load.dense(disk, 16L * tib), table);
        }
        return table;
    }

    private Table runs(long disk) throws IOException {
        printing.progress("index runs");
        RunMeter meter = new RunMeter();
        Table table = RunMeter.table();
        int segments = printing.isQuick() ? 64 : 1024;
        Load random = Load.random(disk, (long) segments << 10);
        Load dense = Load.part(4L << 30);
        meter.measure(random, Math.min(segments, 128), false, RunMeter.table()); // warms up
        meter.measure(random, segments, false, table);
        meter.measure(random, segments, true, table);
        meter.measure(dense, segments, false, table);
        meter.measure(dense, segments, true, table);
        return table;
    }
}
