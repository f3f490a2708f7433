package io.farshore.dataplane.compact;

import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.Position;
import io.farshore.core.run.BuiltRun;
import io.farshore.core.run.IndexRun;
import io.farshore.core.run.MergeInput;
import io.farshore.core.run.ObjectBytes;
import io.farshore.core.run.ObjectUse;
import io.farshore.core.run.Relocation;
import io.farshore.core.run.RunHeader;
import io.farshore.core.run.RunMerger;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.StoredName;
import io.farshore.core.store.CreateOnce;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Makes the run that a {@link MergeChoice} asks for, and moves payload out of objects of which less than half is needed. Writes objects that
 * nobody knows of yet; commits nothing. One thread.
 */
final class RunMaker {
    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final ObjectNames names;
    private final CompactionSettings settings;
    private final FrameCodec codec = new FrameCodec();

    /**
     * What came of it.
     *
     * @param garbage what nothing needs once the run is accepted
     */
    record Made(RunRef run, List<StoredName> garbage) {}

    RunMaker(ObjectStore store, ReplicaKeys keys, ObjectNames names, CompactionSettings settings) {
        this.store = store;
        this.keys = keys;
        this.names = names;
        this.settings = settings;
    }

    Made make(MergeChoice choice, Set<Position> points, Ciphers ciphers) throws IOException {
        int generation = choice.generation().generation();
        Inputs inputs = new Inputs(store, keys, ciphers, codec);
        for (RunRef run : choice.runs()) {
            inputs.add(run);
        }
        for (SegmentRef segment : choice.tail()) {
            inputs.add(segment);
        }
        StepChoice steps = StepChoice.of(generation, choice.steps(), points);
        StoredName.OfRun name = names.run();
        RunHeader header = ciphers.header(name, generation);
        ObjectCipher cipher = ciphers.of(name, generation);
        BuiltRun built = merge(header, cipher, inputs.inputs(), steps.outSteps(), inputs.objects(), Relocation.none());
        boolean thinned = steps.steps().size() < steps.outSteps().length;
        List<ObjectUse> sparse = built.objects().stream()
                .filter(object -> isSparse(object, thinned))
                .toList();
        long moved = 0;
        if (!sparse.isEmpty()) {
            DataMover mover =
                    move(generation, open(name, cipher, built, steps.steps().size()), sparse, ciphers);
            List<ObjectUse> known = new ArrayList<>(built.objects());
            known.addAll(mover.written());
            built = merge(
                    header,
                    cipher,
                    List.of(MergeInput.of(
                            open(name, cipher, built, steps.steps().size()),
                            steps.steps().size(),
                            codec)),
                    IntStream.range(0, steps.steps().size()).toArray(),
                    known,
                    mover.relocation());
            moved = mover.storedBytes();
        }
        CreateOnce.putSame(store, keys.object(name), built.bytes());
        RunRef ref = new RunRef(
                name,
                generation,
                choice.firstSegment(),
                built.bytes().length,
                built.identity(),
                built.keptBytes(),
                built.entries(),
                moved,
                steps.steps());
        return new Made(ref, garbage(choice, inputs.objects(), built));
    }

    private BuiltRun merge(
            RunHeader header,
            ObjectCipher cipher,
            List<MergeInput> inputs,
            int[] outSteps,
            Collection<ObjectUse> objects,
            Relocation relocation)
            throws IOException {
        return RunMerger.merge(header, inputs, outSteps, objects, relocation, codec, cipher);
    }

    private IndexRun open(StoredName name, ObjectCipher cipher, BuiltRun run, int steps) throws IOException {
        return IndexRun.open(
                keys.object(name),
                ObjectBytes.of(run.bytes()),
                run.bytes().length,
                run.identity(),
                steps,
                codec,
                cipher);
    }

    /** Whether less than half of the object is needed, or it is a small one out of a time of which points have been dropped. */
    private boolean isSparse(ObjectUse object, boolean thinned) {
        return object.liveBytes() * 2 < object.plainBytes() || (thinned && object.size() < settings.smallObject());
    }

    private DataMover move(int generation, IndexRun built, List<ObjectUse> sparse, Ciphers ciphers) throws IOException {
        Set<StoredName> objects = new HashSet<>();
        sparse.forEach(object -> objects.add(object.name()));
        LiveRanges live = LiveRanges.of(built, objects, codec);
        DataMover mover = new DataMover(store, keys, ciphers, generation, names, settings.dataObject(), codec);
        for (ObjectUse object : sparse) {
            mover.move(object, live.of(object.name()));
        }
        mover.flush();
        return mover;
    }

    private static List<StoredName> garbage(MergeChoice choice, List<ObjectUse> before, BuiltRun built) {
        Set<StoredName> needed = new HashSet<>();
        built.objects().forEach(object -> needed.add(object.name()));
        List<StoredName> garbage = new ArrayList<>();
        choice.runs().forEach(run -> garbage.add(run.name()));
        before.stream()
                .map(ObjectUse::name)
                .filter(name -> !needed.contains(name))
                .forEach(garbage::add);
        return garbage;
    }
}
