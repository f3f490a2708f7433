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

    Epochs(ObjectStore store, ReplicaKeys keys, UUID machineId) {
        this.store = store;
        this.keys = keys;
        this.machineId = machineId;
    }

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
    CatalogPointer tail(int epoch, @Nullable CatalogPointer hint) throws IOException {
        if (epoch == 0) {
            return CatalogPointer.NONE;
        }
        CatalogPointer start = fork(epoch);
        if (start == null) {
            // Nothing was committed in an epoch that has no start.
            return tail(epoch - 1, hint);
        }
        long last = lastVersion(epoch, from(epoch, start, hint), start.version());
        return last == start.version() ? start : pointerTo(epoch, last);
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
        CatalogPointer tail = tail(epoch - 1, hint());
        if (CreateOnce.put(store, keys.fork(epoch), tail.toBytes(machineId)) == CreateOnce.Outcome.CREATED) {
            return tail;
        }
        CatalogPointer theirs = fork(epoch);
        if (theirs == null) {
            throw new CorruptDataException(keys.fork(epoch), 0, "an object that is never removed", "nothing");
        }
        return theirs;
    }

    private long lastVersion(int epoch, long from, long start) throws IOException {
        long last = from;
        String after = from == start ? "" : keys.version(epoch, from);
        while (true) {
            List<StoredObject> page = store.list(keys.versions(epoch), after, PAGE);
            for (StoredObject object : page) {
                last = next(object.key(), epoch, last);
            }
            if (page.size() < PAGE) {
                return last;
            }
            after = page.getLast().key();
        }
    }

    private long next(String key, int epoch, long last) throws CorruptDataException {
        String expected = keys.version(epoch, last + 1);
        if (!key.equals(expected)) {
            throw new CorruptDataException(expected, 0, "a version of the catalog", "no such object, but " + key);
        }
        return last + 1;
    }

    private CatalogPointer pointerTo(int epoch, long version) throws IOException {
        String key = keys.version(epoch, version);
        byte[] bytes = store.get(key);
        if (bytes == null) {
            throw new CorruptDataException(key, 0, "a version of the catalog", "no such object");
        }
        CatalogObject.parse(key, bytes, machineId, epoch, version);
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
