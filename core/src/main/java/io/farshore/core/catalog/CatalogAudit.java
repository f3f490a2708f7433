package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.log.ObjectHash;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Checks every object of a machine's catalog against all that vouch for it: its own checksum, the hash in the versions above, forks and the
 * hint, and the versions that repeat its entries. Goes on after damage. Its owner reads the versions, which are many, and hands them in.
 */
public final class CatalogAudit {
    private final ReplicaKeys keys;
    private final UUID machineId;
    private final AuditFindings findings;
    private final List<EpochAudit.Step> steps;
    private final Map<Integer, CatalogPointer> forks;
    private final @Nullable CatalogPointer hint;
    private final Map<Long, ObjectHash> hashes = new HashMap<>();
    /** What each version adds, as far back as an object repeats. */
    private final Map<Long, List<CatalogEntry>> added = new HashMap<>();

    private CatalogAudit(
            ReplicaKeys keys,
            UUID machineId,
            AuditFindings findings,
            List<EpochAudit.Step> steps,
            Map<Integer, CatalogPointer> forks,
            @Nullable CatalogPointer hint) {
        this.keys = keys;
        this.machineId = machineId;
        this.findings = findings;
        this.steps = steps;
        this.forks = forks;
        this.hint = hint;
    }

    /** Checks epochs and hint, and finds out which versions there are. */
    public static CatalogAudit begin(ObjectStore store, ReplicaDescriptor descriptor, AuditFindings findings)
            throws IOException {
        ReplicaKeys keys = new ReplicaKeys(descriptor.machine());
        EpochAudit epochs = new EpochAudit(store, keys, descriptor.machineId(), findings);
        List<EpochAudit.Step> steps = epochs.run();
        return new CatalogAudit(
                keys,
                descriptor.machineId(),
                findings,
                steps,
                epochs.forks(),
                hint(store, keys, descriptor.machineId(), findings));
    }

    private static @Nullable CatalogPointer hint(
            ObjectStore store, ReplicaKeys keys, UUID machineId, AuditFindings findings) throws IOException {
        byte[] bytes = store.get(keys.hint());
        if (bytes == null) {
            return null;
        }
        findings.read(keys.hint(), bytes.length);
        try {
            return CatalogPointer.parse(keys.hint(), bytes, machineId);
        } catch (CorruptDataException e) {
            findings.damaged(e);
            return null;
        }
    }

    /** The keys of the versions that count, oldest first, also of those that are missing. */
    public List<String> versions() {
        return steps.stream()
                .map(step -> keys.version(step.epoch(), step.version()))
                .toList();
    }

    /**
     * Checks a version; call it for each of {@link #versions} in order.
     *
     * @param bytes the object, or null when there is none
     */
    public void check(int number, byte @Nullable [] bytes) throws FormatTooNewException {
        EpochAudit.Step step = steps.get(number);
        String key = keys.version(step.epoch(), step.version());
        if (bytes == null) {
            findings.damaged(new CorruptDataException(key, 0, "a version of the catalog", "no such object"));
            return;
        }
        findings.read(key, bytes.length);
        try {
            CatalogObject object = CatalogObject.parse(key, bytes, machineId, step.epoch(), step.version());
            hashes.put(step.version(), ObjectHash.of(bytes));
            checkHash(object.below(), "version " + step.version());
            checkRepeated(object);
        } catch (CorruptDataException e) {
            findings.damaged(e);
        }
    }

    /** Checks what vouches for versions from outside; call it last. */
    public void end() {
        forks.forEach((epoch, fork) -> checkHash(fork, "the start of epoch " + epoch));
        if (hint != null) {
            checkHash(hint, "the hint");
        }
    }

    private void checkHash(CatalogPointer pointer, String voucher) {
        ObjectHash found = hashes.get(pointer.version());
        if (found != null && !found.equals(pointer.hash())) {
            findings.damaged(new CorruptDataException(
                    keys.version(pointer.epoch(), pointer.version()),
                    0,
                    "an object with hash %s, as %s says".formatted(pointer.hash(), voucher),
                    found.toString()));
        }
    }

    /** Compares the entries that the object repeats with those of the versions that added them; what is left, it adds itself. */
    private void checkRepeated(CatalogObject object) {
        int at = 0;
        boolean known = true;
        for (long version = object.below().version() + 1; known && version < object.version(); version++) {
            List<CatalogEntry> theirs = added.get(version);
            known = theirs != null;
            if (theirs != null) {
                int end = Math.min(at + theirs.size(), object.entries().size());
                if (!theirs.equals(object.entries().subList(at, end))) {
                    findings.damaged(new CorruptDataException(
                            keys.version(epochOf(version), version),
                            0,
                            "the entries that version %d repeats".formatted(object.version()),
                            "others"));
                    known = false;
                }
                at = end;
            }
        }
        if (object.version() % CatalogObject.LONGEST_SPAN == 0) {
            added.clear();
        } else if (known) {
            added.put(
                    object.version(),
                    object.entries().subList(at, object.entries().size()));
        }
    }

    private int epochOf(long version) {
        return steps.stream()
                .filter(step -> step.version() == version)
                .findFirst()
                .map(EpochAudit.Step::epoch)
                .orElse(0);
    }
}
