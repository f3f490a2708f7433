package io.farshore.fabric.boot;

import static io.farshore.fabric.xml.Xml.child;
import static io.farshore.fabric.xml.Xml.children;
import static io.farshore.fabric.xml.Xml.need;
import static io.farshore.fabric.xml.Xml.remove;
import static io.farshore.fabric.xml.Xml.value;

import io.farshore.fabric.xml.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.w3c.dom.Element;

/**
 * Makes a stored definition fit for another host and another disk: new identity, disks replaced by their overlays, what belonged to the old
 * host taken out. What it does not know it keeps. Interfaces are {@link NicRewrite}'s, serial ports and the like {@link ConsoleRewrite}'s.
 */
public final class DefinitionRewrite {
    private final BootPlan plan;
    private final List<String> leftOut = new ArrayList<>();

    private DefinitionRewrite(BootPlan plan) {
        this.plan = plan;
    }

    /**
     * Rewrites the plan's definition.
     *
     * @throws IllegalArgumentException when the plan's disks are not exactly the writable disks of the definition
     */
    public static Rewritten rewrite(BootPlan plan, UUID uuid) {
        return new DefinitionRewrite(plan).rewrite(uuid);
    }

    private Rewritten rewrite(UUID uuid) {
        var domain = Xml.parse(plan.definition());
        identity(domain, uuid);
        host(domain);
        var devices = need(domain, "devices");
        disks(devices);
        NicRewrite.rewrite(devices, plan.network(), plan.keepMacAddresses());
        ConsoleRewrite.rewrite(devices, plan.consoleDirectory(), plan.name());
        displays(devices);
        return new Rewritten(Xml.write(domain), leftOut);
    }

    private void identity(Element domain, UUID uuid) {
        domain.removeAttribute("id");
        need(domain, "name").setTextContent(plan.name());
        need(domain, "uuid").setTextContent(uuid.toString());
        // Empty: libvirt makes a new one, which tells the guest that it is a copy in time.
        children(domain, "genid").forEach(genid -> genid.setTextContent(""));
    }

    private void host(Element domain) {
        remove(domain, "seclabel", "resource");
        leaveOut(domain, "numatune", "the placement on NUMA nodes");
        for (var tuning : children(domain, "cputune")) {
            remove(tuning, "vcpupin", "emulatorpin", "iothreadpin");
        }
        children(domain, "vcpu").forEach(vcpu -> vcpu.removeAttribute("cpuset"));
        for (var os : children(domain, "os")) {
            // The file of firmware variables is the old host's; libvirt makes a new one from the same template.
            children(os, "nvram").forEach(nvram -> nvram.setTextContent(""));
        }
        var devices = need(domain, "devices");
        remove(devices, "emulator");
        leaveOut(devices, "hostdev", "a device of the old host");
        leaveOut(devices, "filesystem", "a directory of the old host");
    }

    private void leaveOut(Element parent, String name, String words) {
        for (var element : children(parent, name)) {
            leftOut.add("%s (<%s>)".formatted(words, name));
            parent.removeChild(element);
        }
    }

    private void disks(Element devices) {
        var missing = new ArrayList<>(plan.disks());
        for (var disk : children(devices, "disk")) {
            var target = String.valueOf(value(disk, "target", "@dev"));
            if (isReadOnly(disk)) {
                leftOut.add("the %s %s".formatted(orDisk(disk.getAttribute("device")), target));
                devices.removeChild(disk);
            } else {
                var planned = plan.disks().stream()
                        .filter(view -> view.target().equals(target))
                        .findFirst();
                overlay(
                        disk,
                        planned.orElseThrow(() -> new IllegalArgumentException(
                                "the definition of %s has a disk %s that the plan has no view for"
                                        .formatted(plan.name(), target))));
                missing.remove(planned.get());
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("the definition of %s has no disk %s"
                    .formatted(
                            plan.name(), missing.stream().map(ViewDisk::target).toList()));
        }
    }

    private static boolean isReadOnly(Element disk) {
        var device = disk.getAttribute("device");
        return device.equals("cdrom") || device.equals("floppy") || child(disk, "readonly") != null;
    }

    private static String orDisk(String device) {
        return device.isEmpty() ? "read-only disk" : device;
    }

    /** Errors stop the guest instead of reaching it: a view that is away for good is repaired and the guest resumed. */
    private static void overlay(Element disk, ViewDisk view) {
        remove(disk, "source", "backingStore", "mirror", "auth", "encryption", "shareable", "transient");
        disk.setAttribute("type", "file");
        disk.setAttribute("device", "disk");
        disk.removeAttribute("sgio");
        disk.removeAttribute("rawio");
        disk.removeAttribute("model");
        var driver = need(disk, "driver");
        driver.setAttribute("name", "qemu");
        driver.setAttribute("type", "qcow2");
        driver.setAttribute("error_policy", "stop");
        driver.setAttribute("rerror_policy", "stop");
        Xml.append(disk, "source").setAttribute("file", view.overlay().toString());
    }

    /** Ports are given anew, and an address of the old host would keep the machine from starting. */
    private static void displays(Element devices) {
        for (var graphics : children(devices, "graphics")) {
            for (var fixed : List.of("port", "tlsPort", "websocket", "socket", "listen")) {
                graphics.removeAttribute(fixed);
            }
            remove(graphics, "listen");
            if (!graphics.getAttribute("type").equals("egl-headless")) {
                graphics.setAttribute("autoport", "yes");
            }
        }
    }
}
