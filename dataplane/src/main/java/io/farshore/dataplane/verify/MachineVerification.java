package io.farshore.dataplane.verify;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogAudit;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.ReplicaDescriptor;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies one machine, once: descriptor, catalog, segments, and what else lies there. */
final class MachineVerification {
    private final ObjectStore store;
    private final String machine;
    private final ReplicaKeys keys;
    private final InOrder inOrder;
    private final Findings findings;
    private final MachineKeys dataKeys;

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
            return segmentsAlone();
        }
        Points points = new Points(catalog);
        new SegmentsCheck(store, keys, dataKeys, catalog, points, findings).run(inOrder);
        new StrayObjects(store, keys, findings).note(catalog);
        return findings.report(points.count(), points.holding());
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
            if (!descriptor.machine().equals(machine)) {
                throw new CorruptDataException(
                        key, 0, "the descriptor of " + machine, "that of " + descriptor.machine());
            }
            return descriptor;
        } catch (CorruptDataException e) {
            findings.damaged(Damage.of(e, Spoiled.ALL, false, List.of()));
            return null;
        }
    }

    /** Checks every object of the catalog; null when the newest version cannot be read. */
    private @Nullable Catalog catalog(ReplicaDescriptor descriptor) throws IOException {
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

    /** Without a catalog nothing says which segments there must be, but those that are there can be looked at. */
    private MachineReport segmentsAlone() throws IOException {
        List<String> segments = new StrayObjects(store, keys, findings).segments();
        findings.expect(segments.size());
        inOrder.run(segments.size(), number -> Optional.ofNullable(alone(segments.get(number))), (number, damage) -> {
            findings.read(segments.get(number), 0);
            damage.ifPresent(each -> findings.damaged(Damage.of(each, Spoiled.ALL, false, List.of())));
        });
        return findings.report(0, 0);
    }

    private @Nullable CorruptDataException alone(String key) throws IOException {
        byte[] bytes = store.get(key);
        return bytes == null ? null : new SegmentChecker(store, keys, dataKeys).checkAlone(key, bytes);
    }
}
