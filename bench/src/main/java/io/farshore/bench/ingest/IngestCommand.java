package io.farshore.bench.ingest;

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
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code farshore bench ingest}: runs writes through all stages and prints. A stage is {@link Pipeline}'s. */
@Command(
        name = "ingest",
        description = "How fast writes become a replica, stage by stage, next to a plain copy of the same bytes.",
        footer = {"", "Takes about a minute and 2 GiB of the temporary folder's disk."})
public final class IngestCommand implements Callable<Integer> {
    private static final double MIB = 1 << 20;

    @Mixin
    private final Printing printing = new Printing();

    @Override
    public Integer call() throws IOException, InterruptedException {
        String machine = Machine.describe();
        Table table = table();
        int bytes = printing.isQuick() ? 16 << 20 : 256 << 20;
        try (Cleanup cleanup = new Cleanup()) {
            Path folder = TemporaryFolder.make(cleanup);
            for (boolean compresses : new boolean[] {true, false}) {
                String data = compresses ? "compresses to half" : "does not compress";
                measure(Writes.of("4 KiB random, " + data, 4096, bytes, true, compresses), folder, table);
                measure(Writes.of("1 MiB in order, " + data, 1 << 20, bytes, false, compresses), folder, table);
            }
        }
        printing.print(new Figures(how(bytes), machine, List.of(table)));
        return 0;
    }

    private static List<String> how(int bytes) {
        return List.of(
                "%d MiB of writes, through one stage after the other; both stores are folders of the same disk, with fsync."
                        .formatted(bytes >> 20),
                "capture: the change log. encode: drop what was overwritten, sort, compress (zstd), checksum. cache: store.",
                "process: fetch, verify every byte, store in the replica, commit. Each stage in MiB/s of written bytes.",
                "per core: written bytes by processor time of the whole program in all stages, collector and compiler too.",
                "peer: the same bytes uncompressed, SHA-256, written to files with fsync, twice. ratio: speed of all stages to it.");
    }

    private static Table table() {
        return new Table(
                "ingest",
                "Ingest, best of the rounds",
                Column.text("writes", "writes"),
                Column.number("stored/written", "storedPerWritten", 2),
                Column.number("capture", "captureMibPerSecond", 0),
                Column.number("encode", "encodeMibPerSecond", 0),
                Column.number("cache", "cacheMibPerSecond", 0),
                Column.number("process", "processMibPerSecond", 0),
                Column.number("all", "allMibPerSecond", 0),
                Column.number("per core", "mibPerCoreSecond", 0),
                Column.number("peer", "peerMibPerSecond", 0),
                Column.number("ratio", "ratio", 2));
    }

    private record Round(Spent capture, Spent encode, Spent cache, Spent process, Spent peer, double stored) {
        Spent all() {
            return capture.plus(encode).plus(cache).plus(process);
        }
    }

    private void measure(Writes writes, Path folder, Table table) throws IOException, InterruptedException {
        int rounds = printing.isQuick() ? 1 : 3;
        Round best = null;
        for (int round = 1; round <= rounds; round++) {
            printing.progress("%s: round %d of %d".formatted(writes.name(), round, rounds));
            Round next = round(writes, Files.createTempDirectory(folder, "round-"));
            best = best == null || next.all().seconds() < best.all().seconds() ? next : best;
        }
        double mib = writes.bytes() / MIB;
        if (best != null) {
            table.row(
                    writes.name(),
                    best.stored,
                    mib / best.capture.seconds(),
                    mib / best.encode.seconds(),
                    mib / best.cache.seconds(),
                    mib / best.process.seconds(),
                    mib / best.all().seconds(),
                    mib / best.all().cpuSeconds(),
                    mib / best.peer.seconds(),
                    best.peer.seconds() / best.all().seconds());
        }
    }

    private static Round round(Writes writes, Path folder) throws IOException, InterruptedException {
        PlainCopy peer = new PlainCopy(folder);
        try (Pipeline pipeline = new Pipeline(folder, writes.bytes())) {
            Spent copied = Spent.on(() -> peer.copy(writes));
            Spent captured = Spent.on(() -> pipeline.capture(writes));
            Spent encoded = Spent.on(pipeline::encode);
            Spent cached = Spent.on(pipeline::cache);
            Spent processed = Spent.on(pipeline::process);
            double stored = (double) pipeline.storedBytes() / writes.bytes();
            return new Round(captured, encoded, cached, processed, copied, stored);
        }
    }
}
