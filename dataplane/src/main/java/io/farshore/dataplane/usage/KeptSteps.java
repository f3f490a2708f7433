package io.farshore.dataplane.usage;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Position;
import io.farshore.core.run.IndexRun;
import io.farshore.core.run.ObjectBytes;
import io.farshore.core.run.ObjectCiphers;
import io.farshore.core.run.ObjectUse;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.Step;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads what is kept for each instant of a catalog: the table of objects of each run. One thread. */
final class KeptSteps {
    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final ObjectCiphers ciphers;
    private final FrameCodec codec = new FrameCodec();
    private final List<KeptStep> steps = new ArrayList<>();
    private Position last = new Position(0, 0);
    private long captured;

    KeptSteps(ObjectStore store, ReplicaKeys keys, ObjectCiphers ciphers) {
        this.ciphers = ciphers;
        this.store = store;
        this.keys = keys;
    }

    /** In the order of the change log. */
    List<KeptStep> of(Catalog catalog) throws IOException {
        for (GenerationClaim generation : catalog.generations()) {
            for (RunRef run : catalog.runs()) {
                if (run.generation() == generation.generation()) {
                    add(run, generation);
                }
            }
            for (SegmentRef segment : catalog.segments()) {
                if (segment.id().generation() == generation.generation()) {
                    add(segment.id().generation(), segment.step(), segment.size());
                }
            }
        }
        return steps;
    }

    private void add(RunRef run, GenerationClaim claim) throws IOException {
        String key = keys.object(run.name());
        ObjectBytes bytes = ObjectBytes.of(store, key, run.size());
        IndexRun.Contents contents = IndexRun.open(
                        key,
                        bytes,
                        run.size(),
                        run.identity(),
                        run.steps().size(),
                        codec,
                        ciphers.of(run.name(), claim))
                .contents(codec);
        double plain =
                contents.objects().stream().mapToLong(ObjectUse::plainBytes).sum();
        double stored = contents.objects().stream().mapToLong(ObjectUse::size).sum();
        for (int i = 0; i < run.steps().size(); i++) {
            double share = plain == 0 ? 0 : contents.stepBytes().get(i) / plain;
            add(run.generation(), run.steps().get(i), Math.round(share * stored));
        }
    }

    private void add(int generation, Step step, long storedBytes) {
        long before = last.generation() == generation ? captured : 0;
        last = new Position(generation, step.lastSequence());
        captured = step.capturedBytes();
        steps.add(new KeptStep(last, step.lastTime(), captured - before, storedBytes));
    }
}
