package io.farshore.testbed.guest;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The guest as a libvirt domain, emulated without hardware help. Writes XML only; talks to no libvirt.
 *
 * @param disks vda first
 * @param console the file that gets the serial console, in an existing directory
 * @param network a libvirt network to join, or null for no network card
 * @param checkOnly the guest says what it finds on its disks and writes nothing
 */
public record GuestDomain(
        String name,
        List<Disk> disks,
        Path console,
        @Nullable String network,
        boolean checkOnly) {
    private static final int MEMORY_MIB = 160;

    public GuestDomain {
        disks = List.copyOf(disks);
    }

    /**
     * A disk's file.
     *
     * @param format {@code raw} or {@code qcow2}
     */
    public record Disk(Path file, String format) {}

    /** A guest that writes, from the raw images that were just built, without a network card. */
    public static GuestDomain of(String name, GuestImage image, Path console) {
        List<Disk> disks =
                image.disks().stream().map(file -> new Disk(file, "raw")).toList();
        return new GuestDomain(name, disks, console, null, false);
    }

    public GuestDomain asCheckOnly() {
        return new GuestDomain(name, disks, console, network, true);
    }

    /** What {@code virsh define} and {@code virsh create} take. */
    public String toXml() {
        StringBuilder devices = new StringBuilder();
        for (int disk = 0; disk < disks.size(); disk++) {
            devices.append(disk(disk));
        }
        if (network != null) {
            devices.append("    <interface type='network'><source network='%s'/><model type='virtio'/></interface>\n"
                    .formatted(escaped(network)));
        }
        return """
                <domain type='qemu'>
                  <name>%s</name>
                  <memory unit='MiB'>%d</memory>
                  <vcpu>1</vcpu>
                  <os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os>
                  <features><acpi/><apic/></features>
                  <clock offset='utc'/>
                  <on_crash>destroy</on_crash>
                  <devices>
                %s    <serial type='file'><source path='%s' append='on'/><target port='0'/></serial>
                    <controller type='usb' model='none'/>
                    <memballoon model='none'/>
                  </devices>
                </domain>
                """.formatted(escaped(name), MEMORY_MIB, devices, escaped(console.toString()));
    }

    private String disk(int number) {
        Disk disk = disks.get(number);
        String serial = checkOnly && number == 0 ? "<serial>farshore-check</serial>" : "";
        return "    <disk type='file' device='disk'><driver name='qemu' type='%s'/><source file='%s'/><target dev='%s' bus='virtio'/>%s</disk>\n"
                .formatted(
                        escaped(disk.format()), escaped(disk.file().toString()), GuestLayout.diskName(number), serial);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;");
    }
}
