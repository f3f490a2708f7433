package io.farshore.dataplane.verify;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogAudit;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.ReplicaDescriptor;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.run.RunRef;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies one machine, once: descriptor, pins, catalog, runs and what they point to, segments, and what else lies there. */
final class MachineVerification {
    private final ObjectStore store;
    private final String machine;
    private final ReplicaKeys keys;
    private final MachineKeys dataKeys;
    private final InOrder inOrder;
    private final Findings findings;
    private @Nullable Catalog verified;

    MachineVerification(
            ObjectStore store, String machine, MachineKeys dataKeys, InOrder inOrder, VerifyProgress progress) {
        this.dataKeys = dataKeys;
        this.store = store;
        this.machine = machine;
        this.keys = new ReplicaKeys(machine);
        this.inOrder = inOrder;
        this.findings = new Findings(machine, progress);
    }

    MachineReport run() throws IOException {
        ReplicaDescriptor descriptor = descriptor();
        Catalog catalog = descriptor == null ? null : catalog(descriptor);
        if (catalog == null) {
            new LoneObjects(store, keys, dataKeys, findings).checkAll(inOrder);
            return findings.report();
        }
        verified = catalog;
        return run(catalog);
    }

    /**
     * Whether objects may have been missing only because they were swept in the meantime, as nothing needs them any more: a newer version has
     * then to be verified instead.
     */
    boolean wasOvertaken() throws IOException {
        Catalog catalog = verified;
        try {
            return catalog != null
                    && !findings.isSound()
                    && CatalogReader.open(store, machine).read().sweepBegun()
                            > catalog.version().version();
        } catch (CorruptDataException e) {
            return false;
        }
    }

    private MachineReport run(Catalog catalog) throws IOException {
        Points points = new Points(catalog);
        Spoils spoils = new Spoils(points);
        RunsCheck runsCheck = new RunsCheck(store, keys, dataKeys, catalog, findings);
        Map<RunRef, RunFinding> runs = runsCheck.run(inOrder);
        Map<SegmentRef, SegmentFinding> segments =
                new SegmentsCheck(store, keys, dataKeys, catalog, findings).run(inOrder);
        if (!findings.isSound()) {
            new DamageWalk(catalog, keys, points, spoils, new SegmentChecker(store, keys, dataKeys))
                    .walk(runs, segments);
        }
        List<RunRef> unreadable =
                catalog.runs().stream().filter(run -> !isKnown(runs.get(run))).toList();
        List<String> unclear = new StrayObjects(store, keys, catalog, findings, runsCheck.needed(), unreadable).note();
        new LoneObjects(store, keys, dataKeys, findings).check(unclear, inOrder);
        return findings.report(points, spoils);
    }

    /** Whether all that the run points to is known: what a damaged run says of that may not be all. */
    private static boolean isKnown(@Nullable RunFinding finding) {
        return finding != null && finding.isKnown;
    }

    private @Nullable ReplicaDescriptor descriptor() throws IOException {
        String key = keys.descriptor();
        byte[] bytes = store.get(key);
        try {
            if (bytes == null) {
                throw new CorruptDataException(key, 0, "the descriptor of " + machine, "no such object");
            }
            findings.read(key, bytes.length);
            ReplicaDescriptor descriptor = ReplicaDescriptor.parse(key, bytes);
            Expectation.require(
                    key,
                    "the descriptor of " + machine,
                    descriptor.machine().equals(machine),
                    "that of " + descriptor.machine());
            return descriptor;
        } catch (CorruptDataException e) {
            findings.total(key, e);
            return null;
        }
    }

    /** Checks every object of the catalog; null when the newest version cannot be read. */
    private @Nullable Catalog catalog(ReplicaDescriptor descriptor) throws IOException {
        new PinsCheck(store, keys, descriptor, findings).run();
        CatalogAudit audit = CatalogAudit.begin(store, descriptor, findings);
        List<String> versions = audit.versions();
        findings.expect(versions.size());
        inOrder.run(
                versions.size(),
                number -> Optional.ofNullable(store.get(versions.get(number))),
                (number, bytes) -> audit.check(number, bytes.orElse(null)));
        audit.end();
        try {
            return CatalogReader.open(store, machine).read();
        } catch (CorruptDataException e) {
            findings.catalogIsLost(e, keys.catalogs(), keys.hint());
            return null;
        }
    }
}
