package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.log.ObjectHash;
import io.farshore.core.store.CreateOnce;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which epochs a replica has, and where each one's versions start and end. The argument why this is safe is in the package's
 * documentation. Does not claim an epoch: {@link CatalogWriter} does.
 */
final class Epochs {
    private static final int PAGE = 1000;

    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final UUID machineId;
    private final Spans spans;

    Epochs(ObjectStore store, ReplicaKeys keys, UUID machineId, Spans spans) {
        this.store = store;
        this.keys = keys;
        this.machineId = machineId;
        this.spans = spans;
    }

    /**
     * Where the newest version is, as found by listing.
     *
     * @param pointer to it, when an epoch's start says it, or null
     */
    record Newest(int epoch, long version, @Nullable CatalogPointer pointer) {}

    /** The newest epoch that was claimed; 0 when none was. */
    int newest() throws IOException {
        int newest = 0;
        String after = "";
        while (true) {
            List<StoredObject> page = store.list(keys.epochs(), after, PAGE);
            for (StoredObject object : page) {
                newest = Math.max(newest, epochIn(object.key()));
            }
            if (page.size() < PAGE) {
                return newest;
            }
            after = page.getLast().key();
        }
    }

    boolean isClaimed(int epoch) throws IOException {
        return store.size(keys.epoch(epoch)) >= 0;
    }

    /** Whether another owner claimed one of the epochs after {@code held} up to {@code newest}, which were all claimed. */
    boolean isClaimedByOthers(int held, int newest, UUID owner) throws IOException {
        for (int epoch = held + 1; epoch <= newest; epoch++) {
            String key = keys.epoch(epoch);
            byte[] bytes = store.get(key);
            if (bytes == null) {
                throw new CorruptDataException(key, 0, "an object that is never removed", "nothing");
            }
            if (!EpochClaim.parse(key, bytes).owner().equals(owner)) {
                return true;
            }
        }
        return false;
    }

    /** The last version before this epoch, or null when nobody fixed it yet. */
    @Nullable
    CatalogPointer fork(int epoch) throws IOException {
        String key = keys.fork(epoch);
        byte[] bytes = store.get(key);
        return bytes == null ? null : CatalogPointer.parse(key, bytes, machineId);
    }

    /**
     * The newest version that counts as of now: of this epoch, which must be the newest, or of those before.
     *
     * @param hint where to look first, or null
     */
    Newest newestVersion(int epoch, @Nullable CatalogPointer hint) throws IOException {
        if (epoch == 0) {
            return new Newest(0, 0, CatalogPointer.NONE);
        }
        CatalogPointer start = fork(epoch);
        if (start == null) {
            // Nothing was committed in an epoch that has no start.
            return newestVersion(epoch - 1, hint);
        }
        long last = lastVersion(epoch, from(epoch, start, hint), start.version());
        return last == start.version()
                ? new Newest(start.epoch(), start.version(), start)
                : new Newest(epoch, last, null);
    }

    /** Names that version for good. */
    CatalogPointer pointer(Newest newest) throws IOException {
        CatalogPointer known = newest.pointer;
        return known != null ? known : pointerTo(newest.epoch, newest.version);
    }

    /** A version of the epoch that there is: the hint's, unless that is no help. */
    private long from(int epoch, CatalogPointer start, @Nullable CatalogPointer hint) throws IOException {
        if (hint == null || hint.epoch() != epoch || hint.version() <= start.version()) {
            return start.version();
        }
        return store.size(keys.version(epoch, hint.version())) >= 0 ? hint.version() : start.version();
    }

    /** Some recent version, or null when nobody says one; it may be wrong. */
    @Nullable
    CatalogPointer hint() throws IOException {
        byte[] bytes = store.get(keys.hint());
        try {
            return bytes == null ? null : CatalogPointer.parse(keys.hint(), bytes, machineId);
        } catch (CorruptDataException | FormatTooNewException e) {
            return null;
        }
    }

    /** Fixes where the epoch starts, unless it is fixed; call only when the epoch has been claimed. */
    CatalogPointer fixFork(int epoch) throws IOException {
        CatalogPointer fixed = fork(epoch);
        if (fixed != null) {
            return fixed;
        }
        if (epoch > 1) {
            fixFork(epoch - 1);
        }
        CatalogPointer tail = pointer(newestVersion(epoch - 1, hint()));
        if (CreateOnce.put(store, keys.fork(epoch), tail.toBytes(machineId)) == CreateOnce.Outcome.CREATED) {
            return tail;
        }
        CatalogPointer theirs = fork(epoch);
        if (theirs == null) {
            throw new CorruptDataException(keys.fork(epoch), 0, "an object that is never removed", "nothing");
        }
        return theirs;
    }

    /**
     * Versions below the floor may be missing, all of them or some. Where the floor is nobody knows yet, but it is a snapshot that
     * has a newer one.
     */
    private long lastVersion(int epoch, long from, long start) throws IOException {
        long last = from;
        long lastGap = 0;
        String after = from == start ? "" : keys.version(epoch, from);
        while (true) {
            List<StoredObject> page = store.list(keys.versions(epoch), after, PAGE);
            for (StoredObject object : page) {
                long version = versionIn(object.key(), epoch);
                lastGap = version == last + 1 ? lastGap : version;
                last = version;
            }
            if (page.size() < PAGE) {
                break;
            }
            after = page.getLast().key();
        }
        if (lastGap > 0 && !spans.mayBeFloor(lastGap, last)) {
            throw new CorruptDataException(
                    keys.version(epoch, lastGap - 1), 0, "a version of the catalog", "no such object");
        }
        return last;
    }

    private long versionIn(String key, int epoch) throws CorruptDataException {
        String name = key.substring(keys.versions(epoch).length());
        try {
            long version = Long.parseLong(name, 16);
            if (version > 0 && key.equals(keys.version(epoch, version))) {
                return version;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new CorruptDataException(key, 0, "a version of the catalog", name);
    }

    private CatalogPointer pointerTo(int epoch, long version) throws IOException {
        String key = keys.version(epoch, version);
        byte[] bytes = store.get(key);
        if (bytes == null) {
            throw new CorruptDataException(key, 0, "a version of the catalog", "no such object");
        }
        CatalogObject.parse(key, bytes, machineId, epoch, version, spans);
        return new CatalogPointer(epoch, version, ObjectHash.of(bytes));
    }

    private int epochIn(String key) throws CorruptDataException {
        String name = key.substring(keys.epochs().length());
        if (name.endsWith(ReplicaKeys.FORK)) {
            return 0;
        }
        try {
            return Integer.parseInt(name, 16);
        } catch (NumberFormatException e) {
            throw new CorruptDataException(key, 0, "the number of an epoch", name);
        }
    }
}
