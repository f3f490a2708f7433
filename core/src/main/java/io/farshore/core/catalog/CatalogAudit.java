package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.log.ObjectHash;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
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
    private final List<EpochAudit.Step> missing = new ArrayList<>();
    private final CatalogReader reader;
    private final Spans spans;
    private final RepeatAudit repeats;
    private long floor;

    private CatalogAudit(
            ReplicaKeys keys,
            UUID machineId,
            AuditFindings findings,
            List<EpochAudit.Step> steps,
            Map<Integer, CatalogPointer> forks,
            @Nullable CatalogPointer hint,
            CatalogReader reader,
            Spans spans) {
        this.keys = keys;
        this.reader = reader;
        this.spans = spans;
        this.repeats = new RepeatAudit(spans);
        this.machineId = machineId;
        this.findings = findings;
        this.steps = steps;
        this.forks = forks;
        this.hint = hint;
    }

    /** Checks epochs and hint, and finds out which versions there are. */
    public static CatalogAudit begin(ObjectStore store, ReplicaDescriptor descriptor, AuditFindings findings)
            throws IOException {
        return begin(store, descriptor, findings, Spans.DEFAULT);
    }

    static CatalogAudit begin(ObjectStore store, ReplicaDescriptor descriptor, AuditFindings findings, Spans spans)
            throws IOException {
        ReplicaKeys keys = new ReplicaKeys(descriptor.machine());
        CatalogReader reader = new CatalogReader(store, keys, descriptor, spans);
        EpochAudit epochs = new EpochAudit(store, keys, descriptor.machineId(), findings, floor(reader));
        List<EpochAudit.Step> steps = epochs.run();
        return new CatalogAudit(
                keys,
                descriptor.machineId(),
                findings,
                steps,
                epochs.forks(),
                hint(store, keys, descriptor.machineId(), findings),
                reader,
                spans);
    }

    /** Below which versions may be missing, as far as the newest one can be read; otherwise 0. */
    private static long floor(CatalogReader reader) throws IOException {
        try {
            return reader.read().floor();
        } catch (CorruptDataException e) {
            return 0;
        }
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
            missing.add(step);
            return;
        }
        findings.read(key, bytes.length);
        try {
            CatalogObject object = CatalogObject.parse(key, bytes, machineId, step.epoch(), step.version(), spans);
            object.entries().forEach(this::raiseFloor);
            hashes.put(step.version(), ObjectHash.of(bytes));
            checkHash(object.below(), "version " + step.version());
            checkRepeated(key, object);
        } catch (CorruptDataException e) {
            findings.damaged(e);
        }
    }

    /** Checks what vouches for versions from outside; call it last. */
    public void end() throws IOException {
        reportMissing();
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

    private void checkRepeated(String key, CatalogObject object) throws CorruptDataException {
        long other = repeats.check(key, object);
        if (other > 0) {
            throw new CorruptDataException(
                    keys.version(epochOf(other), other),
                    0,
                    other == object.version()
                            ? "the state that the versions before add up to"
                            : "the entries that version %d repeats".formatted(object.version()),
                    "others");
        }
    }

    private void raiseFloor(CatalogEntry entry) {
        if (entry instanceof CatalogEntry.SweepDone(long version, long above)) {
            floor = Math.max(floor, above);
        }
    }

    /** Versions may be swept while they are looked at, so what is missing counts as such only now. */
    private void reportMissing() throws IOException {
        if (!missing.isEmpty()) {
            floor = Math.max(floor, floor(reader));
        }
        for (EpochAudit.Step step : missing) {
            if (step.version() >= floor) {
                findings.damaged(new CorruptDataException(
                        keys.version(step.epoch(), step.version()), 0, "a version of the catalog", "no such object"));
            }
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
