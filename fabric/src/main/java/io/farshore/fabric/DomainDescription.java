package io.farshore.fabric;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a domain is made of, at one moment.
 *
 * @param disks the writable disks; cdroms, floppies and read-only disks are left out
 * @param process QEMU; null when not running or not visible from here
 * @param definition the stored definition in libvirt's migratable form, secrets such as a VNC password included
 */
public record DomainDescription(
        String name,
        String uuid,
        boolean running,
        List<DomainDisk> disks,
        @Nullable QemuProcess process,
        String definition) {
    public DomainDescription {
        disks = List.copyOf(disks);
    }

    /**
     * Finds a disk by its target name.
     *
     * @throws IllegalArgumentException when there is no such disk; the message lists those there are
     */
    public DomainDisk disk(String target) {
        for (var disk : disks) {
            if (disk.target().equals(target)) {
                return disk;
            }
        }
        throw new IllegalArgumentException("domain %s has no writable disk %s; it has %s"
                .formatted(
                        name,
                        target,
                        Hypervisor.listed(disks.stream().map(DomainDisk::target).toList())));
    }
}
