package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.Prefixes;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a machine's newest catalog from a replica store. Writes nothing, but for {@link #readFinal}. */
public final class CatalogReader {
    private final ReplicaKeys keys;
    private final ReplicaDescriptor descriptor;
    private final Epochs epochs;
    private final CatalogLoader loader;
    private final Spans spans;

    CatalogReader(ObjectStore store, ReplicaKeys keys, ReplicaDescriptor descriptor, Spans spans) {
        this.keys = keys;
        this.descriptor = descriptor;
        this.spans = spans;
        this.epochs = new Epochs(store, keys, descriptor.machineId(), spans);
        this.loader = new CatalogLoader(store, keys, descriptor.machineId(), spans);
    }

    /** The machines that the store holds, by name. */
    public static List<String> machines(ObjectStore store) throws IOException {
        return Prefixes.folders(store, ReplicaKeys.ROOT);
    }

    /** @throws IllegalArgumentException when the store has no such machine; the message says which it has */
    public static CatalogReader open(ObjectStore store, String machine) throws IOException {
        return open(store, machine, Spans.DEFAULT);
    }

    static CatalogReader open(ObjectStore store, String machine, Spans spans) throws IOException {
        ReplicaKeys keys = new ReplicaKeys(machine);
        ReplicaDescriptor descriptor = descriptor(store, keys);
        if (descriptor == null) {
            throw unknown(store, machine);
        }
        return new CatalogReader(store, keys, descriptor, spans);
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
        return read(false);
    }

    /** The newest version, which is final without exception: fixes what the newest processor follows when it did not get to that yet. */
    Catalog readFinal() throws IOException {
        return read(true);
    }

    private Catalog read(boolean fixing) throws IOException {
        Epochs.Newest failedAt = null;
        CorruptDataException failure = null;
        while (true) {
            int epoch = epochs.newest();
            if (fixing) {
                fixFork(epoch);
            }
            Epochs.Newest newest = epochs.newestVersion(epoch, epochs.hint());
            if (failure != null && failedAt != null && !mayBeSwept(failedAt, newest)) {
                throw failure;
            }
            try {
                CatalogPointer version = epochs.pointer(newest);
                if (!epochs.isClaimed(epoch + 1)) {
                    return loader.load(version).state().catalog(descriptor, version);
                }
                failure = null;
            } catch (CorruptDataException e) {
                failedAt = newest;
                failure = e;
            }
        }
    }

    private void fixFork(int epoch) throws IOException {
        try {
            if (epoch > 0) {
                epochs.fixFork(epoch);
            }
        } catch (CorruptDataException e) {
            if (epochs.fork(epoch) == null) {
                throw e;
            }
            // Somebody else fixed it, and went on and swept what this one was reading.
        }
    }

    /** Whether what was needed for the one version may be gone rightly by the time of the other. */
    private boolean mayBeSwept(Epochs.Newest read, Epochs.Newest now) {
        return spans.snapshotOf(now.version()) >= spans.snapshotOf(read.version()) + 2 * spans.longest();
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
