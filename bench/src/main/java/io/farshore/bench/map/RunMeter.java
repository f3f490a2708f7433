package io.farshore.bench.map;

import io.farshore.bench.figures.Column;
import io.farshore.bench.figures.Heap;
import io.farshore.bench.figures.Table;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.run.BuiltRun;
import io.farshore.core.run.IndexRun;
import io.farshore.core.run.ObjectBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Merges the indexes of segments into runs and measures what they take, stored and opened. Does not print. */
final class RunMeter {
    private static final int OPENINGS = 64;

    private final FrameCodec codec = new FrameCodec();

    static Table table() {
        return new Table(
                "runs",
                "Index runs: merged indexes of segments of 1,024 writes each; opened, a run keeps no entry in memory",
                Column.text("load", "load"),
                Column.count("entries", "entries"),
                Column.count("steps", "steps"),
                Column.count("pages", "pages"),
                Column.number("B/entry stored", "storedBytesPerEntry", 2),
                Column.number("heap opened KiB", "openedHeapKiB", 1),
                Column.number("B/entry opened", "openedBytesPerEntry", 3),
                Column.number("ms to open", "openMillis", 2),
                Column.number("ms a page", "pageMillis", 2),
                Column.number("M entries/s merged", "millionEntriesMergedPerSecond", 2));
    }

    /** @param tellsApart whether each segment's end stays a point that the run can be read as of */
    void measure(Load load, int segments, boolean tellsApart, Table table) throws IOException {
        MergedSegments merged = MergedSegments.of(load, segments, tellsApart, codec);
        BuiltRun run = merged.run();
        IndexRun opened = open(merged);
        double pageMillis = readPages(opened);
        long before = Heap.usedBytes();
        long start = System.nanoTime();
        List<IndexRun> all = new ArrayList<>();
        for (int i = 0; i < OPENINGS; i++) {
            all.add(open(merged));
        }
        double openMillis = (System.nanoTime() - start) / 1e6 / OPENINGS;
        double heap = (double) (Heap.usedBytes() - before) / all.size();
        table.row(
                load.name() + (tellsApart ? ", every segment end kept" : ", one point"),
                run.entries(),
                merged.steps(),
                opened.fences().size(),
                (double) run.bytes().length / run.entries(),
                heap / 1024,
                heap / run.entries(),
                openMillis,
                pageMillis,
                merged.entriesPerSecond() / 1e6);
    }

    private IndexRun open(MergedSegments merged) throws IOException {
        BuiltRun run = merged.run();
        ObjectBytes bytes = ObjectBytes.of(run.bytes());
        return IndexRun.open(
                "run", bytes, run.bytes().length, run.identity(), merged.steps(), codec, ObjectCipher.NONE);
    }

    /** Reads some pages for a mean; the first ones warm up. */
    private double readPages(IndexRun run) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        long start = 0;
        for (int i = -OPENINGS; i < OPENINGS; i++) {
            start = i == 0 ? System.nanoTime() : start;
            int number = random.nextInt(run.fences().size());
            run.page(number, codec)
                    .asOf(Integer.MAX_VALUE, run.fences().get(number).from());
        }
        return (System.nanoTime() - start) / 1e6 / OPENINGS;
    }
}
