package io.farshore.bench.restore;

import io.farshore.bench.figures.Cleanup;
import io.farshore.bench.figures.Column;
import io.farshore.bench.figures.Figures;
import io.farshore.bench.figures.Machine;
import io.farshore.bench.figures.Printing;
import io.farshore.bench.figures.Table;
import io.farshore.bench.figures.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code farshore bench restore}: restores a disk and copies it with nbdcopy, in turn; prints. */
@Command(
        name = "restore",
        description = "Restore to a raw file next to nbdcopy of the same disk from nbdkit's file plugin.",
        footer = {"", "Takes about a minute and 2 GiB of the temporary folder's disk."})
public final class RestoreCommand implements Callable<Integer> {
    private static final long MIB = 1 << 20;

    @Mixin
    private final Printing printing = new Printing();

    private record Round(double ours, double theirs) {
        double ratio() {
            return theirs / ours;
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Tools.check();
        String machine = Machine.describe();
        long bytes = (printing.isQuick() ? 16 : 512) * MIB;
        Table table = table();
        try (Cleanup cleanup = new Cleanup()) {
            Path folder = TemporaryFolder.make(cleanup);
            measure("first copy only", bytes, 0, Files.createDirectory(folder.resolve("copy")), table);
            int rewritten = (int) (bytes >> 12) / 8;
            measure(
                    "an eighth rewritten at random",
                    bytes,
                    rewritten,
                    Files.createDirectory(folder.resolve("rewritten")),
                    table);
        }
        printing.print(new Figures(how(bytes), machine, List.of(table)));
        return 0;
    }

    private static List<String> how(long bytes) {
        return List.of(
                "A full disk of %d MiB whose data compresses to half; the replica is in a folder of the same disk."
                        .formatted(bytes / MIB),
                "ours: read the catalog, open the newest point, restore to a raw file, fsync. nbdcopy: start nbdkit's file plugin",
                "on the restored image, nbdcopy --flush to a file. Both read from the page cache. Medians of rounds, in turn.",
                "ratio: our speed to nbdcopy's, median of the rounds' ratios.");
    }

    private static Table table() {
        return new Table(
                "restore",
                "Restore",
                Column.text("disk", "disk"),
                Column.number("ours MiB/s", "mibPerSecond", 0),
                Column.number("nbdcopy MiB/s", "nbdcopyMibPerSecond", 0),
                Column.number("ratio", "ratio", 2));
    }

    private void measure(String name, long bytes, int rewritten, Path folder, Table table)
            throws IOException, InterruptedException {
        printing.progress(name + ": making the replica");
        List<Round> rounds = new ArrayList<>();
        try (StoredDisk disk = StoredDisk.make(folder.resolve("replica"), bytes, rewritten)) {
            Path image = folder.resolve("disk.raw");
            disk.restore(image);
            int count = printing.isQuick() ? 1 : 5;
            for (int i = 1; i <= count; i++) {
                printing.progress("%s: round %d of %d".formatted(name, i, count));
                rounds.add(round(disk, image, folder));
            }
        }
        table.row(
                name,
                bytes / (double) MIB / median(rounds.stream().map(Round::ours).toList()),
                bytes / (double) MIB / median(rounds.stream().map(Round::theirs).toList()),
                median(rounds.stream().map(Round::ratio).toList()));
    }

    private static Round round(StoredDisk disk, Path image, Path folder) throws IOException, InterruptedException {
        Path restored = folder.resolve("restored.raw");
        Path copied = folder.resolve("copied.raw");
        long start = System.nanoTime();
        disk.restore(restored);
        long middle = System.nanoTime();
        Tools.nbdcopy(image, copied);
        long end = System.nanoTime();
        if (Files.mismatch(restored, copied) >= 0) {
            throw new IllegalStateException("what was restored is not what was restored before");
        }
        Files.delete(restored);
        Files.delete(copied);
        return new Round((middle - start) / 1e9, (end - middle) / 1e9);
    }

    private static double median(List<Double> values) {
        return values.stream()
                .sorted(Comparator.naturalOrder())
                .skip(values.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
