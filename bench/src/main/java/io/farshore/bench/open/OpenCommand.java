package io.farshore.bench.open;

import io.farshore.bench.figures.Column;
import io.farshore.bench.figures.Figures;
import io.farshore.bench.figures.Machine;
import io.farshore.bench.figures.Printing;
import io.farshore.bench.figures.Table;
import io.farshore.bench.replica.Compacting;
import io.farshore.bench.replica.MemoryStore;
import io.farshore.bench.replica.MeteredStore;
import io.farshore.bench.replica.SimulatedMachine;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.retention.RetentionPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code farshore bench open}: grows a replica, opens points of it, prints. What opening is, is {@link Opening}'s. */
@Command(
        name = "open",
        description = "How long opening a recovery point takes, by number of segments.",
        footer = {"", "Takes about two minutes and 2 GiB of heap."})
public final class OpenCommand implements Callable<Integer> {
    private static final Duration DELAY = Duration.ofMillis(10);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MOST = 1_000_000;

    @Mixin
    private final Printing printing = new Printing();

    @Option(
            names = "--segments",
            paramLabel = "N",
            defaultValue = "86400",
            description = "Segments of the largest replica, 1000 to 1000000. Default: 86400, a day of seconds.")
    private int segments = 86_400;

    @Override
    public Integer call() throws IOException {
        if (segments < 1000 || segments > MOST) {
            throw new IllegalArgumentException("--segments %d: 1000 to %d are useful".formatted(segments, MOST));
        }
        String machine = Machine.describe();
        Table table = table();
        OneSecondSegments fine = new OneSecondSegments(DAY.multipliedBy(12));
        for (int size : sizes()) {
            printing.progress("%,d segments".formatted(size));
            fine.growTo(size);
            add(table, size, "none", fine.store());
            add(table, size, "every second kept", compacted(fine));
        }
        if (!printing.isQuick()) {
            printing.progress("default policy");
            OneSecondSegments usual = new OneSecondSegments(RetentionPolicy.DEFAULT.fineWindow());
            usual.growTo(segments);
            add(table, segments, "default policy", compacted(usual));
        }
        printing.print(new Figures(how(), machine, List.of(table)));
        return 0;
    }

    private List<Integer> sizes() {
        if (printing.isQuick()) {
            return List.of(200);
        }
        List<Integer> sizes = new ArrayList<>(List.of(1000, 10_000));
        sizes.removeIf(size -> size >= segments);
        sizes.add(segments);
        return sizes;
    }

    private static List<String> how() {
        return List.of(
                "A disk of 1 TiB; each second a segment of %d random 4 KiB writes, in a store in memory, each committed."
                        .formatted(OneSecondSegments.WRITES),
                "Random points of it are opened, knowing nothing: catalog read and point found, view opened, one byte read.",
                "index runs: none; those that default compaction makes when every second stays a point; or with the default policy.",
                "reads: requests to the store, whole or ranged. cold: those of the next random read of 4 KiB.",
                "at %d ms: the same while each request takes that long; not measured where there are thousands of reads."
                        .formatted(DELAY.toMillis()));
    }

    private static Table table() {
        return new Table(
                "openings",
                "Opening a point, medians; the largest total is the slowest of all",
                Column.count("segments", "segments"),
                Column.text("index runs", "indexRuns"),
                Column.count("runs", "runs"),
                Column.count("points", "points"),
                Column.number("catalog ms", "catalogMillis", 1),
                Column.number("view ms", "viewMillis", 1),
                Column.number("first byte ms", "firstByteMillis", 1),
                Column.number("total ms", "totalMillis", 1),
                Column.number("largest ms", "largestMillis", 1),
                Column.number("reads", "reads", 0),
                Column.number("MiB read", "mibRead", 2),
                Column.number("at 10 ms", "totalMillisAt10MillisARead", 0),
                Column.number("catalog of it", "catalogMillisAt10MillisARead", 0),
                Column.number("cold reads", "coldReads", 1),
                Column.number("cold ms", "coldMillis", 2),
                Column.number("heap KiB", "viewHeapKiB", 0));
    }

    private MemoryStore compacted(OneSecondSegments replica) throws IOException {
        MemoryStore copy = replica.store().copy();
        Compacting.alone(copy, replica.clock()).run();
        return copy;
    }

    private void add(Table table, int size, String runs, MemoryStore store) throws IOException {
        var catalog = CatalogReader.open(store, SimulatedMachine.NAME).read();
        boolean isSlow = catalog.segments().size() > 5000;
        List<Opening> fast = open(store, Duration.ZERO, printing.isQuick() || isSlow ? 2 : 15);
        List<Opening> delayed = isSlow ? List.of() : open(store, DELAY, printing.isQuick() ? 1 : 3);
        table.row(
                size,
                runs,
                catalog.runs().size(),
                catalog.points().size(),
                median(fast, each -> each.catalog() * 1e3),
                median(fast, each -> each.view() * 1e3),
                median(fast, each -> each.first() * 1e3),
                median(fast, each -> each.total() * 1e3),
                fast.stream().mapToDouble(each -> each.total() * 1e3).max().orElseThrow(),
                median(fast, each -> each.opened().reads() + each.opened().lists()),
                median(fast, each -> each.opened().bytes() / (double) (1 << 20)),
                median(delayed, each -> each.total() * 1e3),
                median(delayed, each -> each.catalog() * 1e3),
                fast.stream().mapToLong(each -> each.cold().reads()).average().orElseThrow(),
                median(fast, each -> each.coldSeconds() * 1e3),
                median(fast, each -> each.heap() / 1024.0));
    }

    /** The first is not counted: classes are loaded and code is compiled. */
    private List<Opening> open(MemoryStore store, Duration delay, int count) throws IOException {
        MeteredStore metered = new MeteredStore(store, delay);
        SplittableRandom random = new SplittableRandom(2);
        int warmUp = delay.isZero() && !printing.isQuick() ? 1 : 0;
        List<Opening> openings = new ArrayList<>();
        for (int i = -warmUp; i < count; i++) {
            Opening opening = Opening.of(metered, random);
            if (i >= 0) {
                openings.add(opening);
            }
        }
        return openings;
    }

    private static double median(List<Opening> openings, ToDoubleFunction<Opening> figure) {
        return openings.stream()
                .map(figure::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .skip(openings.size() / 2)
                .findFirst()
                .orElse(Double.NaN);
    }
}
