package io.farshore.fabric.boot;

import io.farshore.fabric.Domain;
import io.farshore.fabric.HypervisorException;
import io.farshore.fabric.qmp.AttachedNode;
import io.farshore.fabric.qmp.QmpException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts views under the overlays of a paused machine, and takes them away when nothing needs them. Does not copy anything. */
final class Views {
    /** Seconds that a read of the guest, or of the hydration, waits for a view that went away before it fails. */
    static final long RECONNECT_SECONDS = 3600;
    /** Records what the guest wrote since the boot; hydration does not show in it. */
    static final String BITMAP = "farshore-since-boot";

    private static final long GRANULARITY = 65536;

    private final Domain domain;

    Views(Domain domain) {
        this.domain = domain;
    }

    /** A disk that was hydrated before gets no view again: it would show through where the guest has trimmed since. */
    void attach(ViewDisk disk) throws IOException {
        try {
            var overlay = overlayNode(disk);
            if (overlay.backed()) {
                addView(disk);
                putUnder(overlay, disk);
            }
            domain.qmp()
                    .execute(
                            "block-dirty-bitmap-add",
                            Map.of("node", overlay.node(), "name", BITMAP, "granularity", GRANULARITY));
        } catch (QmpException e) {
            throw new HypervisorException(
                    "attaching the view %s at %s to disk %s failed: %s"
                            .formatted(disk.exportName(), disk.socket(), disk.target(), e.getMessage()),
                    e);
        }
    }

    private void putUnder(AttachedNode overlay, ViewDisk disk) throws IOException {
        if (overlay.virtualSizeBytes() != disk.sizeBytes()) {
            throw new HypervisorException("the overlay %s has %d bytes, its view is said to have %d"
                    .formatted(disk.overlay(), overlay.virtualSizeBytes(), disk.sizeBytes()));
        }
        var discard = domain.describe().disk(disk.target()).discard();
        var options = reopened(overlay, discard, disk.viewNode());
        domain.qmp().execute("blockdev-reopen", Map.of("options", new Object[] {options}));
    }

    private void addView(ViewDisk disk) throws IOException {
        domain.qmp()
                .execute(
                        "blockdev-add",
                        Map.of(
                                "driver",
                                "nbd",
                                "node-name",
                                disk.viewNode(),
                                "read-only",
                                true,
                                "reconnect-delay",
                                RECONNECT_SECONDS,
                                "export",
                                disk.exportName(),
                                "server",
                                Map.of("type", "unix", "path", disk.socket().toString())));
    }

    /** All options of the overlay's node again, because a reopen resets those that are not named. */
    private static Map<String, Object> reopened(AttachedNode overlay, String discard, String backing) {
        var options = new LinkedHashMap<String, Object>();
        options.put("driver", overlay.driver());
        options.put("node-name", overlay.node());
        options.put("file", storageOf(overlay.node()));
        options.put("read-only", false);
        options.put("cache", Map.of("direct", overlay.direct(), "no-flush", overlay.noFlush()));
        options.put("discard", discard);
        options.put("detect-zeroes", overlay.detectZeroes());
        options.put("backing", backing);
        return options;
    }

    /** libvirt's naming: libvirt-2-format is opened on libvirt-2-storage. */
    private static String storageOf(String formatNode) {
        if (!formatNode.endsWith("-format")) {
            throw new IllegalStateException("a qcow2 node of libvirt is not named as expected: " + formatNode);
        }
        return formatNode.substring(0, formatNode.length() - "-format".length()) + "-storage";
    }

    AttachedNode overlayNode(ViewDisk disk) throws IOException {
        var node = domain.describe().disk(disk.target()).node();
        for (var attached : domain.qmp().attachedNodes()) {
            if (attached.node().equals(node)) {
                return attached;
            }
        }
        throw new HypervisorException(
                "QEMU of domain %s shows no block node for disk %s".formatted(domain.name(), disk.target()));
    }

    void detach(ViewDisk disk) throws IOException {
        if (domain.qmp().hasNode(disk.viewNode())) {
            domain.qmp().execute("blockdev-del", Map.of("node-name", disk.viewNode()));
        }
    }
}
