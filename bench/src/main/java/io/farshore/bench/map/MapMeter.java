package io.farshore.bench.map;

import io.farshore.bench.figures.Column;
import io.farshore.bench.figures.Heap;
import io.farshore.bench.figures.Table;
import io.farshore.core.extent.ExtentMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Fills maps and measures what they take. Does not print. */
final class MapMeter {
    private static final double MIB = 1 << 20;
    private static final long WARM_UP = 300_000;

    private final long lookups;
    private final Consumer<String> progress;

    MapMeter(long lookups, Consumer<String> progress) {
        this.lookups = lookups;
        this.progress = progress;
    }

    /** What was measured of one map. */
    private record Measured(long extents, long heap, long estimated, double putsPerSecond, double lookupsPerSecond) {}

    static Table table() {
        return new Table(
                "maps",
                "Extent map, and as its peer a java.util.TreeMap of the same extents",
                Column.text("load", "load"),
                Column.text("map", "map"),
                Column.count("extents", "extents"),
                Column.number("heap MiB", "heapMiB", 1),
                Column.number("memoryBytes MiB", "memoryBytesMiB", 1),
                Column.number("B/extent", "bytesPerExtent", 1),
                Column.number("M puts/s", "millionPutsPerSecond", 2),
                Column.number("M lookups/s", "millionLookupsPerSecond", 2),
                Column.number("heap ratio", "heapRatio", 3));
    }

    /** Both maps are used before anything is measured, so that neither is compiled at the other's cost. */
    void warmUp(long disk) {
        Load load = Load.random(disk, WARM_UP);
        for (int i = 0; i < 3; i++) {
            fill(load, new Extents.Ours(new ExtentMap()));
            fill(load, new TreeOfExtents());
        }
    }

    /** Adds a row for each map; the ratio is to the peer's heap. */
    void measure(Load load, Table table) {
        progress.accept(load.name());
        Measured peer = measure(load, TreeOfExtents::new);
        Measured ours = measure(load, () -> new Extents.Ours(new ExtentMap()));
        add(table, load, "extent map", ours, (double) ours.heap / peer.heap);
        add(table, load, "tree map", peer, 1);
    }

    private static void add(Table table, Load load, String map, Measured measured, double ratio) {
        table.row(
                load.name(),
                map,
                measured.extents * load.scale(),
                measured.heap * load.scale() / MIB,
                measured.estimated == 0 ? Double.NaN : measured.estimated * load.scale() / MIB,
                (double) measured.heap / measured.extents,
                measured.putsPerSecond / 1e6,
                measured.lookupsPerSecond / 1e6,
                ratio);
    }

    private Measured measure(Load load, Supplier<Extents> maker) {
        long before = Heap.usedBytes();
        Extents map = maker.get();
        double putSeconds = fill(load, map);
        long heap = Heap.usedBytes() - before;
        double lookupSeconds = lookUp(load, map);
        return new Measured(map.count(), heap, map.memoryBytes(), load.writes() / putSeconds, lookups / lookupSeconds);
    }

    private static double fill(Load load, Extents map) {
        long start = System.nanoTime();
        for (long n = 0; n < load.writes(); n++) {
            map.put(load.offset(n), load.length(), load.address(n));
        }
        return seconds(start);
    }

    /** Looks up bytes that were written, in an order of their own; each has to be there. */
    private double lookUp(Load load, Extents map) {
        long start = System.nanoTime();
        for (long i = 0; i < lookups; i++) {
            long n = i * 7919 % load.writes();
            if (map.addressOf(load.offset(n) + 5) != load.address(n) + 5) {
                throw new IllegalStateException("write %d of '%s' is not where it was put".formatted(n, load.name()));
            }
        }
        return seconds(start);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
