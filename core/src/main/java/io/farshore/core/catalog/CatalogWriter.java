package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FencedException;
import io.farshore.core.failure.UnavailableException;
import io.farshore.core.log.ObjectHash;
import io.farshore.core.store.CreateOnce;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A processor's right to write one machine's catalog, for one epoch. After any exception it must not be used again: claim anew.
 * One thread at a time. Does not write segments and does not decide which come next.
 */
public final class CatalogWriter {
    private static final int HINT_EVERY = 16;

    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final ReplicaDescriptor descriptor;
    private final Epochs epochs;
    private final int epoch;
    private final UUID owner;
    private final Spans spans;
    private final CatalogLoader loader;
    private CatalogState state = new CatalogState();
    private Repeats repeats;
    private CatalogPointer tail;
    private boolean failed;

    private CatalogWriter(
            ObjectStore store,
            ReplicaKeys keys,
            ReplicaDescriptor descriptor,
            Epochs epochs,
            int epoch,
            UUID owner,
            CatalogPointer tail,
            Spans spans) {
        this.store = store;
        this.keys = keys;
        this.descriptor = descriptor;
        this.epochs = epochs;
        this.epoch = epoch;
        this.owner = owner;
        this.tail = tail;
        this.spans = spans;
        this.repeats = new Repeats(spans);
        this.loader = new CatalogLoader(store, keys, descriptor.machineId(), spans);
    }

    /**
     * Takes the machine: whoever had it before is fenced. Creates the replica when there is none.
     *
     * @param machineId of the machine whose change log is to be applied
     * @param owner a nonce of this processor, drawn once: a claim of which it never heard again is known by it as its own
     * @param heldBefore the epoch that this processor held until it failed, after which no other may have claimed; 0 to take the
     *     machine from whoever has it
     * @throws IllegalArgumentException when the store holds another machine of that name
     * @throws FencedException when another processor has claimed the machine since, or at the same time
     */
    public static CatalogWriter claim(
            ObjectStore store, String machine, UUID machineId, UUID owner, int heldBefore, Instant now)
            throws IOException {
        return claim(store, machine, machineId, owner, heldBefore, now, Spans.DEFAULT);
    }

    static CatalogWriter claim(
            ObjectStore store, String machine, UUID machineId, UUID owner, int heldBefore, Instant now, Spans spans)
            throws IOException {
        ReplicaKeys keys = new ReplicaKeys(machine);
        ReplicaDescriptor descriptor = ensureDescriptor(store, keys, machineId, now);
        Epochs epochs = new Epochs(store, keys, machineId, spans);
        int newest = epochs.newest();
        if (heldBefore > 0 && (newest < heldBefore || epochs.isClaimedByOthers(heldBefore, newest, owner))) {
            throw fenced(machine, newest);
        }
        int epoch = newest + 1;
        EpochClaim claim = new EpochClaim(machineId, epoch, owner, now);
        if (CreateOnce.put(store, keys.epoch(epoch), claim.toBytes()) == CreateOnce.Outcome.TAKEN
                && epochs.isClaimedByOthers(newest, epoch, owner)) {
            throw fenced(machine, epoch);
        }
        try {
            CatalogPointer fork = epochs.fixFork(epoch);
            CatalogWriter writer = new CatalogWriter(store, keys, descriptor, epochs, epoch, owner, fork, spans);
            writer.load();
            return writer;
        } catch (CorruptDataException e) {
            if (epochs.isClaimed(epoch + 1)) {
                // A successor may have swept what this one was reading.
                throw fenced(machine, epoch + 1);
            }
            throw e;
        }
    }

    private void load() throws IOException {
        CatalogLoader.Loaded loaded = loader.load(tail);
        state = loaded.state();
        repeats = loaded.repeats();
    }

    public int epoch() {
        return epoch;
    }

    public ReplicaKeys keys() {
        return keys;
    }

    /** The version that the next commit follows. */
    public Catalog read() {
        checkUsable();
        return state.catalog(descriptor, tail);
    }

    /** The number of the version that the next commit makes. */
    public long nextVersion() {
        return tail.version() + 1;
    }

    /** The highest floor that the next commit may set: a snapshot that has a newer one by then; 0 when there is none. */
    public long highestFloor() {
        return Math.max(0, spans.snapshotOf(nextVersion()) - spans.longest());
    }

    /**
     * Commits the next version, at most 4,096 entries. When it returns, the entries are part of the machine's state for good.
     *
     * @throws IllegalArgumentException when an entry must not follow on the state and the entries before it; nothing was written,
     *     and the writer may be used further
     * @throws FencedException when another processor has taken the machine: nothing was acknowledged
     */
    public void commit(List<CatalogEntry> entries) throws IOException {
        checkUsable();
        if (entries.size() > CatalogObject.MOST_PER_VERSION) {
            throw new IllegalArgumentException(
                    "%d entries in one commit: at most %d".formatted(entries.size(), CatalogObject.MOST_PER_VERSION));
        }
        failed = true;
        long version = nextVersion();
        List<CatalogEntry> all = new ArrayList<>(repeated(version));
        all.addAll(entries);
        fold(version, entries);
        byte[] bytes =
                new CatalogObject(descriptor.machineId(), epoch, version, owner, repeats.below(version), all).toBytes();
        String key = keys.version(epoch, version);
        if (CreateOnce.put(store, key, bytes) == CreateOnce.Outcome.TAKEN) {
            throw new CorruptDataException(key, 0, "no other writer in epoch " + epoch, "another's object");
        }
        checkNotFenced();
        tail = new CatalogPointer(epoch, version, ObjectHash.of(bytes));
        repeats.add(tail, entries);
        failed = false;
        if (version % HINT_EVERY == 0) {
            publishHint();
        }
    }

    private void checkUsable() {
        if (failed) {
            throw new IllegalStateException("this writer failed before: claim the machine anew");
        }
    }

    private void fold(long version, List<CatalogEntry> entries) throws IOException {
        try {
            new CommitRules(state, spans).apply(version, entries);
        } catch (IllegalArgumentException e) {
            load();
            failed = false;
            throw e;
        }
    }

    /** What the object of this version holds besides the version's own entries. */
    private List<CatalogEntry> repeated(long version) {
        return spans.isSnapshot(version) ? state.entries() : repeats.before(version);
    }

    /** A reader without it lists from the start of the epoch, so a failure costs time only. */
    private void publishHint() throws IOException {
        try {
            store.put(keys.hint(), tail.toBytes(descriptor.machineId()));
        } catch (UnavailableException e) {
            // The next one will do.
        }
    }

    /** Makes sure that no other processor has taken the machine. */
    public void checkNotFenced() throws IOException {
        if (epochs.isClaimed(epoch + 1)) {
            throw fenced(keys.machine(), epoch + 1);
        }
    }

    private static ReplicaDescriptor ensureDescriptor(ObjectStore store, ReplicaKeys keys, UUID machineId, Instant now)
            throws IOException {
        ReplicaDescriptor ours = new ReplicaDescriptor(machineId, keys.machine(), now);
        ReplicaDescriptor there = CatalogReader.descriptor(store, keys);
        if (there == null) {
            CreateOnce.put(store, keys.descriptor(), ours.toBytes());
            there = CatalogReader.descriptor(store, keys);
        }
        if (there == null || !there.machineId().equals(machineId)) {
            throw new IllegalArgumentException(
                    ("%s holds a replica of another machine called %s (id %s, not %s): give the machine another name,"
                                    + " or use another store")
                            .formatted(store, keys.machine(), there == null ? "none" : there.machineId(), machineId));
        }
        return there;
    }

    private static FencedException fenced(String machine, int epoch) {
        return new FencedException(
                "another processor has taken machine %s (epoch %d): this one stops; nothing it wrote since was acknowledged"
                        .formatted(machine, epoch));
    }
}
