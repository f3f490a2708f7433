package io.farshore.fabric;

import io.farshore.fabric.qmp.AttachedNode;
import io.farshore.fabric.xml.Xml;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Puts a {@link DomainDescription} together from libvirt's XML, its block information, and QEMU's block nodes. */
final class DomainInspection {
    private final Domain domain;

    DomainInspection(Domain domain) {
        this.domain = domain;
    }

    DomainDescription describe() throws IOException {
        boolean running = domain.isRunning();
        List<AttachedNode> nodes = running ? domain.qmp().attachedNodes() : List.of();
        var disks = new ArrayList<DomainDisk>();
        for (var disk : writableDisks(Xml.parse(domain.xml()))) {
            disks.add(disk(disk, nodes));
        }
        return new DomainDescription(
                domain.name(), domain.uuid(), running, disks, running ? domain.process() : null, domain.definition());
    }

    static List<Element> writableDisks(Element root) {
        var devices = Xml.child(root, "devices");
        if (devices == null) {
            return List.of();
        }
        return Xml.children(devices, "disk").stream()
                .filter(DomainInspection::isWritableDisk)
                .toList();
    }

    private static boolean isWritableDisk(Element disk) {
        var device = disk.getAttribute("device");
        return (device.isEmpty() || device.equals("disk") || device.equals("lun"))
                && Xml.child(disk, "readonly") == null;
    }

    private DomainDisk disk(Element disk, List<AttachedNode> nodes) throws HypervisorException {
        var target = orEmpty(Xml.value(disk, "target", "@dev"));
        var kind = disk.getAttribute("type");
        return new DomainDisk(
                target,
                orEmpty(Xml.value(disk, "target", "@bus")),
                kind,
                switch (kind) {
                    case "file" -> Xml.value(disk, "source", "@file");
                    case "block" -> Xml.value(disk, "source", "@dev");
                    default -> null;
                },
                orEmpty(Xml.value(disk, "driver", "@type")),
                "unmap".equals(Xml.value(disk, "driver", "@discard")) ? "unmap" : "ignore",
                domain.diskSizeBytes(target),
                node(Xml.value(disk, "alias", "@name"), nodes));
    }

    private static @Nullable String node(@Nullable String alias, List<AttachedNode> nodes) {
        if (alias == null) {
            return null;
        }
        for (var node : nodes) {
            if (node.isUnder(alias)) {
                return node.node();
            }
        }
        return null;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
