package io.farshore.dataplane.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.CacheKeys;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.ReplicatedPosition;
import io.farshore.core.log.SegmentId;
import io.farshore.core.run.RunRef;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import io.farshore.core.store.Prefixes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Describes a replica store, cache storage, or a store that is both: its machines. */
public final class StoreInspector {
    private static final int PAGE = 1000;

    private final ObjectStore store;

    public StoreInspector(ObjectStore store) {
        this.store = store;
    }

    /** @throws IllegalArgumentException when the store holds nothing of ours */
    public Description describe() throws IOException {
        return describe(CatalogReader.machines(store), Prefixes.folders(store, CacheKeys.ROOT));
    }

    /** @throws IllegalArgumentException when the store holds nothing of this machine; the message says what it holds */
    public Description describe(String machine) throws IOException {
        List<String> replicas = CatalogReader.machines(store);
        List<String> caches = Prefixes.folders(store, CacheKeys.ROOT);
        if (!replicas.contains(machine) && !caches.contains(machine)) {
            Set<String> known = new TreeSet<>(replicas);
            known.addAll(caches);
            throw new IllegalArgumentException("%s holds no machine '%s'; it holds %s"
                    .formatted(store, machine, known.isEmpty() ? "none" : String.join(", ", known)));
        }
        replicas = replicas.contains(machine) ? List.of(machine) : List.of();
        caches = caches.contains(machine) ? List.of(machine) : List.of();
        return describe(replicas, caches);
    }

    private Description describe(List<String> replicas, List<String> caches) throws IOException {
        if (replicas.isEmpty() && caches.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s is no Farshore store: it holds no replica and no cached change log".formatted(store));
        }
        Description description = new Description("store");
        description.root().put("store", store.toString());
        ArrayNode replicaNodes = description.root().putArray("replicas");
        for (String machine : replicas) {
            replica(replicaNodes.addObject().put("machine", machine), machine);
        }
        ArrayNode cacheNodes = description.root().putArray("caches");
        for (String machine : caches) {
            cache(cacheNodes.addObject().put("machine", machine), new CacheKeys(machine));
        }
        return description;
    }

    private void replica(ObjectNode node, String machine) throws IOException {
        Catalog catalog;
        try {
            catalog = CatalogReader.open(store, machine).read();
        } catch (CorruptDataException | IllegalArgumentException e) {
            node.put("damage", e.getMessage());
            return;
        }
        node.put("machineId", catalog.descriptor().machineId().toString())
                .put("created", catalog.descriptor().created().toString())
                .put("epoch", catalog.version().epoch())
                .put("version", catalog.version().version())
                .put("floor", catalog.floor())
                .put("runs", catalog.runs().size())
                .put("runBytes", catalog.runs().stream().mapToLong(RunRef::size).sum())
                .put("segments", catalog.segments().size())
                .put(
                        "segmentBytes",
                        catalog.segments().stream().mapToLong(SegmentRef::size).sum());
        points(node, catalog.points());
        ArrayNode generations = node.putArray("generations");
        catalog.generations().forEach(claim -> Fields.claim(generations.addObject(), claim));
        DiskEvents.describe(node.putArray("diskEvents"), catalog.generations());
        GenerationClaim newest = catalog.newestGeneration();
        if (newest != null) {
            Fields.disks(node.putArray("disks"), newest.disks());
        }
        Total all = total(new ReplicaKeys(machine).root());
        node.put("objects", all.objects).put("bytes", all.bytes);
    }

    private static void points(ObjectNode node, List<RecoveryPoint> points) {
        node.put("points", points.size())
                .put(
                        "markedPoints",
                        points.stream().filter(RecoveryPoint::marked).count());
        if (!points.isEmpty()) {
            point(node.putObject("oldestPoint"), points.getFirst());
            point(node.putObject("newestPoint"), points.getLast());
        }
    }

    private static void point(ObjectNode node, RecoveryPoint point) {
        node.put("id", point.id())
                .put("name", point.name())
                .put("type", point.type())
                .put("time", point.time().toString());
    }

    private void cache(ObjectNode node, CacheKeys keys) throws IOException {
        ArrayNode generations = node.putArray("generations");
        for (StoredObject object : list(keys.generations())) {
            Integer generation = generation(keys, object.key());
            if (generation != null) {
                cachedGeneration(generations.addObject(), keys, generation);
            }
        }
        byte[] replicated = store.get(keys.replicated());
        if (replicated != null) {
            try {
                Fields.replicated(
                        node.putObject("replicated"), ReplicatedPosition.parse(keys.replicated(), replicated));
            } catch (CorruptDataException e) {
                node.put("damage", e.getMessage());
            }
        }
    }

    private static @Nullable Integer generation(CacheKeys keys, String key) {
        try {
            return keys.claimedGeneration(key);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private void cachedGeneration(ObjectNode node, CacheKeys keys, int generation) throws IOException {
        String key = keys.claim(generation);
        byte[] bytes = store.get(key);
        try {
            if (bytes != null) {
                Fields.claim(node, GenerationClaim.parse(key, bytes));
            }
        } catch (CorruptDataException e) {
            node.put("damage", e.getMessage());
        }
        node.put("ended", store.size(keys.end(generation)) >= 0);
        List<StoredObject> segments = list(keys.segments(generation));
        node.put("cachedSegments", segments.size())
                .put(
                        "cachedBytes",
                        segments.stream().mapToLong(StoredObject::size).sum());
        if (!segments.isEmpty()) {
            node.put("firstSegment", SegmentId.numberIn(segments.getFirst().key()))
                    .put("lastSegment", SegmentId.numberIn(segments.getLast().key()));
        }
    }

    private record Total(long objects, long bytes) {}

    private Total total(String prefix) throws IOException {
        List<StoredObject> all = list(prefix);
        return new Total(all.size(), all.stream().mapToLong(StoredObject::size).sum());
    }

    private List<StoredObject> list(String prefix) throws IOException {
        List<StoredObject> all = new ArrayList<>();
        String after = "";
        while (true) {
            List<StoredObject> page = store.list(prefix, after, PAGE);
            all.addAll(page);
            if (page.size() < PAGE) {
                return all;
            }
            after = page.getLast().key();
        }
    }
}
