package io.farshore.dataplane.compact;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogEntry.Garbage;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.run.StoredName;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** All that lies in a machine's folder of the replica store, as a listing says it: sizes by key. */
public final class MachineObjects {
    private static final int PAGE = 1000;

    private final Map<String, Long> sizes;

    private MachineObjects(Map<String, Long> sizes) {
        this.sizes = sizes;
    }

    public static MachineObjects list(ObjectStore store, ReplicaKeys keys) throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        String after = "";
        while (true) {
            List<StoredObject> page = store.list(keys.root(), after, PAGE);
            page.forEach(object -> sizes.put(object.key(), object.size()));
            if (page.size() < PAGE) {
                return new MachineObjects(sizes);
            }
            after = page.getLast().key();
        }
    }

    /** Those whose key is of this kind. */
    public StoredBytes sum(Predicate<String> kind) {
        StoredBytes sum = StoredBytes.NONE;
        for (Map.Entry<String, Long> each : sizes.entrySet()) {
            sum = kind.test(each.getKey()) ? sum.plus(each.getValue()) : sum;
        }
        return sum;
    }

    public StoredBytes all() {
        return sum(key -> true);
    }

    public boolean contains(String key) {
        return sizes.containsKey(key);
    }

    /** What the catalog calls garbage and is still there. */
    public StoredBytes garbage(Catalog catalog, ReplicaKeys keys) {
        StoredBytes sum = StoredBytes.NONE;
        for (Garbage garbage : catalog.garbage()) {
            for (StoredName name : garbage.objects()) {
                Long size = sizes.get(keys.object(name));
                sum = size == null ? sum : sum.plus(size);
            }
        }
        return sum;
    }
}
