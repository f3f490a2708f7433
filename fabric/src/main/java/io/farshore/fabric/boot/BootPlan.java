package io.farshore.fabric.boot;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a machine is to be booted from its views; computed before anything is done.
 *
 * @param definition the stored domain definition
 * @param name the new domain's
 * @param network the libvirt network of all its interfaces; null for a machine without any
 * @param keepMacAddresses false lets libvirt make new ones, for a copy that runs beside the original
 * @param consoleDirectory where serial ports and consoles that write files write them
 */
public record BootPlan(
        String definition,
        String name,
        @Nullable String network,
        boolean keepMacAddresses,
        Path consoleDirectory,
        List<ViewDisk> disks) {
    public BootPlan {
        disks = List.copyOf(disks);
        consoleDirectory = consoleDirectory.toAbsolutePath();
        var targets = new HashSet<String>();
        for (var disk : disks) {
            if (!targets.add(disk.target())) {
                throw new IllegalArgumentException("disk %s is planned twice".formatted(disk.target()));
            }
        }
        if (disks.isEmpty()) {
            throw new IllegalArgumentException("machine %s has no disk to boot from".formatted(name));
        }
    }
}
