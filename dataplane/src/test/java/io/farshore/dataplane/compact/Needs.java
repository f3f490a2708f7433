package io.farshore.dataplane.compact;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.run.IndexRun;
import io.farshore.core.run.ObjectBytes;
import io.farshore.core.run.ObjectUse;
import io.farshore.core.run.RunEntry;
import io.farshore.core.run.RunPage;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.StoredName;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which objects a version needs, and how much of them, by looking at every entry of every run. */
final class Needs {
    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final FrameCodec codec = new FrameCodec();
    private final Map<StoredName, Map<StoredName, Integer>> byRun = new HashMap<>();

    Needs(ObjectStore store, ReplicaKeys keys) {
        this.store = store;
        this.keys = keys;
    }

    /** The keys of all that a version needs. */
    Set<String> of(Catalog catalog) throws IOException {
        Set<String> needed = new HashSet<>();
        for (RunRef run : catalog.runs()) {
            needed.add(keys.object(run.name()));
            of(run).keySet().forEach(name -> needed.add(keys.object(name)));
        }
        catalog.segments().forEach(segment -> needed.add(keys.segment(segment.id())));
        return needed;
    }

    /** The bytes of each object of payload that the run points to. */
    Map<StoredName, Integer> of(RunRef ref) throws IOException {
        Map<StoredName, Integer> known = byRun.get(ref.name());
        if (known == null) {
            known = read(open(ref));
            byRun.put(ref.name(), known);
        }
        return known;
    }

    /** What the run itself says of that. */
    IndexRun.Contents contents(RunRef ref) throws IOException {
        return open(ref).contents(codec);
    }

    long plainBytes(RunRef ref, StoredName object) throws IOException {
        return contents(ref).objects().stream()
                .filter(use -> use.name().equals(object))
                .mapToLong(ObjectUse::plainBytes)
                .findFirst()
                .orElseThrow(() -> new AssertionError(ref.name() + " does not list " + object));
    }

    private IndexRun open(RunRef ref) throws IOException {
        String key = keys.object(ref.name());
        return IndexRun.open(
                key,
                ObjectBytes.of(store, key, ref.size()),
                ref.size(),
                ref.identity(),
                ref.steps().size(),
                codec,
                ObjectCipher.NONE);
    }

    private Map<StoredName, Integer> read(IndexRun run) throws IOException {
        Map<StoredName, BitSet> live = new HashMap<>();
        for (int number = 0; number < run.fences().size(); number++) {
            RunPage page = run.page(number, codec);
            for (RunEntry entry : page.entries()) {
                if (!entry.isZeros()) {
                    mark(page, entry, live);
                }
            }
        }
        Map<StoredName, Integer> bytes = new HashMap<>();
        live.forEach((name, bits) -> bytes.put(name, bits.cardinality()));
        return bytes;
    }

    private static void mark(RunPage page, RunEntry entry, Map<StoredName, BitSet> live) {
        for (int frame = 0; frame < page.payload().frames(); frame++) {
            long start = page.payload().start(frame);
            long from = Math.max(start, entry.payload());
            long to = Math.min(page.payload().start(frame + 1), entry.payload() + entry.length());
            if (from < to) {
                var placed = page.payload().frame(frame);
                int base = (int) (placed.frame().plainOffset() - start);
                live.computeIfAbsent(placed.object(), name -> new BitSet()).set(base + (int) from, base + (int) to);
            }
        }
    }
}
