package io.farshore.dataplane.verify;

import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.ObjectHash;
import io.farshore.core.log.Segment;
import io.farshore.core.log.SegmentId;
import io.farshore.core.run.DataObject;
import io.farshore.core.run.IndexRun;
import io.farshore.core.run.ObjectBytes;
import io.farshore.core.run.RunHeader;
import io.farshore.core.run.RunIdentity;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Looks at objects by themselves: where a catalog or a run is lost, nothing else says what they must be. */
final class LoneObjects {
    private static final int PAGE = 1000;

    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final MachineKeys dataKeys;
    private final Findings findings;
    private final Idle<FrameCodec> codecs = new Idle<>(FrameCodec::new);

    LoneObjects(ObjectStore store, ReplicaKeys keys, MachineKeys dataKeys, Findings findings) {
        this.dataKeys = dataKeys;
        this.store = store;
        this.keys = keys;
        this.findings = findings;
    }

    /** Objects that may belong to a run that is lost: which points they spoil, it does. */
    void check(List<String> objects, InOrder inOrder) throws IOException {
        check(objects, inOrder, findings::damaged);
    }

    /** Everything, when there is no catalog. */
    void checkAll(InOrder inOrder) throws IOException {
        check(objects(), inOrder, findings::total);
    }

    private void check(List<String> objects, InOrder inOrder, BiConsumer<String, CorruptDataException> damaged)
            throws IOException {
        findings.expect(objects.size());
        inOrder.run(objects.size(), number -> look(objects.get(number)), (number, looked) -> {
            findings.read(objects.get(number), looked.bytes());
            if (looked.damage() != null) {
                damaged.accept(objects.get(number), looked.damage());
            }
        });
    }

    private record Looked(long bytes, @Nullable CorruptDataException damage) {}

    private List<String> objects() throws IOException {
        List<String> found = new ArrayList<>();
        String after = "";
        List<ObjectStore.StoredObject> page;
        do {
            page = store.list(keys.root(), after, PAGE);
            for (ObjectStore.StoredObject object : page) {
                after = object.key();
                boolean isSegment = after.startsWith(keys.logs()) && SegmentId.numberIn(after) >= 0;
                if (isSegment || after.startsWith(keys.data()) || after.startsWith(keys.runs())) {
                    found.add(after);
                }
            }
        } while (page.size() == PAGE);
        return found;
    }

    private Looked look(String key) throws IOException {
        FrameCodec codec = codecs.take();
        long size = Math.max(0, store.size(key));
        try {
            if (key.startsWith(keys.runs())) {
                checkRun(key, size, codec);
            } else {
                byte[] bytes = store.get(key);
                if (bytes != null) {
                    check(key, bytes, codec);
                }
            }
            return new Looked(size, null);
        } catch (CorruptDataException e) {
            return new Looked(size, e);
        } finally {
            codecs.give(codec);
        }
    }

    private void check(String key, byte[] bytes, FrameCodec codec) throws IOException {
        if (key.startsWith(keys.logs())) {
            Segment.verify(key, bytes, codec, dataKeys);
        } else {
            DataObject.verify(key, bytes, codec, RunHeader.parse(key, bytes).cipher(dataKeys));
        }
    }

    /** All but what only the catalog knows, such as the steps. */
    private void checkRun(String key, long size, FrameCodec codec) throws IOException {
        ObjectBytes bytes = ObjectBytes.of(store, key, size);
        ObjectHash found = RunIdentity.of(key, bytes, size);
        RunHeader header = RunHeader.parse(key, bytes.read(0, RunHeader.LENGTH));
        IndexRun.open(key, bytes, size, found, Integer.MAX_VALUE, codec, header.cipher(dataKeys));
    }
}
