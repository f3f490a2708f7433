package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.ObjectHash;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.Prefixes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a machine's newest catalog from a replica store. Writes nothing. */
public final class CatalogReader {
    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final ReplicaDescriptor descriptor;
    private final Epochs epochs;

    private CatalogReader(ObjectStore store, ReplicaKeys keys, ReplicaDescriptor descriptor) {
        this.store = store;
        this.keys = keys;
        this.descriptor = descriptor;
        this.epochs = new Epochs(store, keys, descriptor.machineId());
    }

    /** The machines that the store holds, by name. */
    public static List<String> machines(ObjectStore store) throws IOException {
        return Prefixes.folders(store, ReplicaKeys.ROOT);
    }

    /** @throws IllegalArgumentException when the store has no such machine; the message says which it has */
    public static CatalogReader open(ObjectStore store, String machine) throws IOException {
        ReplicaKeys keys = new ReplicaKeys(machine);
        ReplicaDescriptor descriptor = descriptor(store, keys);
        if (descriptor == null) {
            throw unknown(store, machine);
        }
        return new CatalogReader(store, keys, descriptor);
    }

    /** The machine's descriptor, or null when the store does not hold the machine. */
    static @Nullable ReplicaDescriptor descriptor(ObjectStore store, ReplicaKeys keys) throws IOException {
        byte[] bytes = store.get(keys.descriptor());
        if (bytes == null) {
            return null;
        }
        ReplicaDescriptor descriptor = ReplicaDescriptor.parse(keys.descriptor(), bytes);
        if (!descriptor.machine().equals(keys.machine())) {
            throw new CorruptDataException(
                    keys.descriptor(), 0, "the descriptor of " + keys.machine(), "that of " + descriptor.machine());
        }
        return descriptor;
    }

    public ReplicaDescriptor descriptor() {
        return descriptor;
    }

    public ReplicaKeys keys() {
        return keys;
    }

    /**
     * The newest version. It is final: no version that is read later lacks an entry of it. The one exception is while a processor
     * has claimed the machine and not yet fixed what it follows; then the newest entries may be those of a commit that fails.
     */
    public Catalog read() throws IOException {
        while (true) {
            int epoch = epochs.newest();
            CatalogPointer tail = epochs.tail(epoch, epochs.hint());
            if (!epochs.isClaimed(epoch + 1)) {
                return read(tail);
            }
        }
    }

    /** The version that the pointer names. */
    Catalog read(CatalogPointer version) throws IOException {
        List<List<CatalogEntry>> newestFirst = new ArrayList<>();
        for (CatalogPointer at = version; at.version() > 0; ) {
            CatalogObject object = object(store, keys, descriptor.machineId(), at);
            newestFirst.add(object.entries());
            at = object.below();
        }
        Collections.reverse(newestFirst);
        return Catalog.of(
                descriptor, version, newestFirst.stream().flatMap(List::stream).toList());
    }

    /** The object that the pointer names, checked against it. */
    static CatalogObject object(ObjectStore store, ReplicaKeys keys, UUID machineId, CatalogPointer pointer)
            throws IOException {
        String key = keys.version(pointer.epoch(), pointer.version());
        byte[] bytes = store.get(key);
        if (bytes == null) {
            throw new CorruptDataException(key, 0, "a version of the catalog", "no such object");
        }
        CatalogObject object = CatalogObject.parse(key, bytes, machineId, pointer.epoch(), pointer.version());
        ObjectHash hash = ObjectHash.of(bytes);
        if (!hash.equals(pointer.hash())) {
            throw new CorruptDataException(key, 0, "an object with hash " + pointer.hash(), hash.toString());
        }
        return object;
    }

    private static IllegalArgumentException unknown(ObjectStore store, String machine) throws IOException {
        List<String> machines = machines(store);
        return new IllegalArgumentException(
                machines.isEmpty()
                        ? "%s holds no replica: is it a replica store, and has farshore process run?".formatted(store)
                        : "%s holds no machine '%s'; it holds %s"
                                .formatted(store, machine, String.join(", ", machines)));
    }
}
