package io.farshore.bench.compact;

import io.farshore.bench.figures.Column;
import io.farshore.bench.figures.Figures;
import io.farshore.bench.figures.Machine;
import io.farshore.bench.figures.Printing;
import io.farshore.bench.figures.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code farshore bench compact}: simulates days and prints. What a day is, is that of {@link Days}. */
@Command(
        name = "compact",
        description = "What compaction writes and keeps, by the guest's habit, over simulated days.",
        footer = {"", "Takes about two minutes and 3 GiB of heap. How fast indexes merge: farshore bench map."})
public final class CompactCommand implements Callable<Integer> {
    private static final double MIB = 1 << 20;
    private static final int MOST_DAYS = 30;

    @Mixin
    private final Printing printing = new Printing();

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "2",
            description = "Simulated days, 1 to 30. Default: 2.")
    private int days = 2;

    @Override
    public Integer call() throws IOException {
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException("--days %d: 1 to %d are useful".formatted(days, MOST_DAYS));
        }
        String machine = Machine.describe();
        Days.Pace pace = printing.isQuick()
                ? new Days.Pace(16 << 20, 1, Duration.ofMinutes(5), 16)
                : new Days.Pace(256 << 20, days, Duration.ofSeconds(30), 64);
        Table table = table();
        for (Habit habit : Habit.values()) {
            printing.progress(habit + " writes");
            add(table, Days.simulate(habit, pace));
        }
        printing.print(new Figures(how(pace), machine, List.of(table)));
        return 0;
    }

    private static List<String> how(Days.Pace pace) {
        return List.of(
                "A disk of %d MiB, %d simulated day(s): every %d s a segment of %d random 4 KiB blocks that do not compress,"
                        .formatted(
                                pace.diskBytes() >> 20,
                                pace.days(),
                                pace.interval().toSeconds(),
                                pace.writes()),
                "a marked point every 5 minutes, default retention (4 h fine, thinned to 15 days), default compaction, run after",
                "every 16 segments until there is nothing to do. ingested, moved, index: stored bytes, as the catalog counts them.",
                "written again: (moved + index) / ingested. kept: segments, moved payload, runs in the store at the end, with",
                "what waits an hour to be deleted. live: data of the newest point, the least that can be kept.");
    }

    private static Table table() {
        return new Table(
                "compaction",
                "Compaction",
                Column.text("writes", "writes"),
                Column.number("ingested MiB", "ingestedMiB", 0),
                Column.number("moved MiB", "movedMiB", 0),
                Column.number("index MiB", "indexMiB", 1),
                Column.number("written again", "amplification", 2),
                Column.number("kept MiB", "keptMiB", 0),
                Column.number("live MiB", "liveMiB", 0),
                Column.number("kept/live", "keptPerLive", 2),
                Column.count("objects", "objects"),
                Column.count("points", "points"),
                Column.count("runs", "runs"),
                Column.number("s", "seconds", 1),
                Column.number("s compacting", "compactSeconds", 1));
    }

    private static void add(Table table, Days days) {
        table.row(
                days.habit().toString(),
                days.totals().ingestedBytes() / MIB,
                days.totals().movedBytes() / MIB,
                days.totals().indexBytes() / MIB,
                days.amplification(),
                days.kept() / MIB,
                days.live() / MIB,
                (double) days.kept() / days.live(),
                days.keptObjects(),
                days.points(),
                days.runs(),
                days.seconds(),
                days.compactSeconds());
    }
}
