package io.farshore.dataplane.compact;

import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.catalog.SegmentTails;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.Segment;
import io.farshore.core.log.SegmentIndex;
import io.farshore.core.run.IndexRun;
import io.farshore.core.run.MergeInput;
import io.farshore.core.run.ObjectBytes;
import io.farshore.core.run.ObjectUse;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.StoredName;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads what is merged: the runs and the indexes of the segments, with what they point into. One thread. */
final class Inputs {
    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final SegmentTails tails;
    private final Ciphers ciphers;
    private final FrameCodec codec;
    private final List<MergeInput> inputs = new ArrayList<>();
    private final List<ObjectUse> objects = new ArrayList<>();

    Inputs(ObjectStore store, ReplicaKeys keys, Ciphers ciphers, FrameCodec codec) {
        this.ciphers = ciphers;
        this.store = store;
        this.keys = keys;
        tails = new SegmentTails(store, keys);
        this.codec = codec;
    }

    void add(RunRef ref) throws IOException {
        IndexRun run = open(ref);
        inputs.add(MergeInput.of(run, ref.steps().size(), codec));
        objects.addAll(run.contents(codec).objects());
    }

    /** What a run points into. */
    List<ObjectUse> contents(RunRef ref) throws IOException {
        return open(ref).contents(codec).objects();
    }

    private IndexRun open(RunRef ref) throws IOException {
        String key = keys.object(ref.name());
        ObjectBytes bytes = ObjectBytes.of(store, key, ref.size());
        ObjectCipher cipher = ciphers.of(ref.name(), ref.generation());
        return IndexRun.open(key, bytes, ref.size(), ref.identity(), ref.steps().size(), codec, cipher);
    }

    void add(SegmentRef ref) throws IOException {
        StoredName name = new StoredName.OfSegment(ref.id());
        SegmentIndex index = index(ref, keys.object(name));
        inputs.add(MergeInput.of(name, index));
        long plain = index.plainLength();
        objects.add(new ObjectUse(name, ref.size(), ref.identity(), plain, plain));
    }

    private SegmentIndex index(SegmentRef ref, String key) throws IOException {
        byte[] tail = tails.read(ref);
        ObjectCipher cipher =
                ciphers.of(new StoredName.OfSegment(ref.id()), ref.id().generation());
        return Segment.index(key, tail, ref.size(), ref.identity(), codec, cipher);
    }

    List<MergeInput> inputs() {
        return inputs;
    }

    List<ObjectUse> objects() {
        return objects;
    }
}
