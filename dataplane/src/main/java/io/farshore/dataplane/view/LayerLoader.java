package io.farshore.dataplane.view;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Position;
import io.farshore.core.run.IndexRun;
import io.farshore.core.run.ObjectBytes;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.Step;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** Opens what a recovery point is made of: the index runs, of which it reads the ends, and the segments behind them, of which it reads the indexes. */
final class LayerLoader {
    private final ObjectStore store;
    private final Catalog catalog;
    private final RecoveryPoint point;
    private final ViewSettings settings;
    private final ExecutorService threads;
    private final CodecPool codecs;
    private final ViewObjects objects;
    private final ReplicaKeys keys;
    private final DiskLineage lineage;

    LayerLoader(
            ObjectStore store,
            Catalog catalog,
            RecoveryPoint point,
            ViewSettings settings,
            ExecutorService threads,
            CodecPool codecs,
            ViewObjects objects) {
        this.store = store;
        this.catalog = catalog;
        this.point = point;
        this.settings = settings;
        this.threads = threads;
        this.codecs = codecs;
        this.objects = objects;
        keys = new ReplicaKeys(catalog.descriptor().machine());
        lineage = new DiskLineage(catalog, point.position().generation());
    }

    Layers load() throws IOException {
        List<RunRef> runs = catalog.runsUpTo(point.position());
        List<RunLayer> opened = open(runs);
        List<Layer> oldestFirst = new ArrayList<>();
        List<SegmentRef> segments = catalog.segmentsUpTo(point.position());
        List<SegmentRef> tail = new ArrayList<>();
        for (GenerationClaim generation : catalog.lineage(point.position())) {
            for (int i = 0; i < runs.size(); i++) {
                if (runs.get(i).generation() == generation.generation()) {
                    flush(tail, oldestFirst);
                    oldestFirst.add(opened.get(i));
                }
            }
            segments.stream()
                    .filter(segment -> segment.id().generation() == generation.generation())
                    .forEach(tail::add);
        }
        flush(tail, oldestFirst);
        return new Layers(oldestFirst.reversed());
    }

    private List<RunLayer> open(List<RunRef> runs) throws IOException {
        PageCache pages = new PageCache(settings.pageBytes());
        RunLayer[] opened = new RunLayer[runs.size()];
        if (opened.length > 0) {
            Parallel.forEach(
                    threads,
                    opened.length,
                    settings.reads(),
                    number -> opened[number] = open(runs.get(number), number, pages));
        }
        return List.of(opened);
    }

    private RunLayer open(RunRef ref, int ordinal, PageCache pages) throws IOException {
        String key = keys.object(ref.name());
        int steps = ref.steps().size();
        ObjectCipher cipher = objects.cipher(ref.name(), ref.generation());
        IndexRun run = codecs.<IndexRun, IOException>use(codec -> IndexRun.open(
                key, ObjectBytes.of(store, key, ref.size()), ref.size(), ref.identity(), steps, codec, cipher));
        return new RunLayer(
                ordinal, ref.generation(), run, stepAt(ref), lineage.of(ref.generation()), pages, codecs, objects);
    }

    /** The last step that is not after the point. */
    private int stepAt(RunRef run) {
        Position position = point.position();
        if (run.end().compareTo(position) <= 0) {
            return run.steps().size() - 1;
        }
        int found = 0;
        for (Step step : run.steps()) {
            found += step.lastSequence() <= position.sequence() ? 1 : 0;
        }
        return found - 1;
    }

    private void flush(List<SegmentRef> tail, List<Layer> oldestFirst) throws IOException {
        if (!tail.isEmpty()) {
            PointMap map = new PointMap(catalog, point);
            IndexReader reader = new IndexReader(store, keys, codecs);
            List<FrameTable> tables = new PointLoader(reader, keys, objects, threads, settings).load(tail, map);
            oldestFirst.add(new TailLayer(map, tables));
            tail.clear();
        }
    }
}
