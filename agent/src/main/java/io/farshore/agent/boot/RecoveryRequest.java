package io.farshore.agent.boot;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a machine is to be booted.
 *
 * @param uri of libvirt
 * @param name of the new domain
 * @param network the libvirt network of its interfaces; null for none
 * @param keepMacAddresses false for a copy that runs beside the original
 * @param disks the folder for its disks, {@code NAME-DISK.qcow2}
 * @param sockets the folder for the sockets that its views are served at until it is hydrated
 * @param bytesPerSecond limit of hydration per disk, 0 without limit
 */
public record RecoveryRequest(
        String uri,
        String name,
        @Nullable String network,
        boolean keepMacAddresses,
        Path disks,
        Path sockets,
        long bytesPerSecond) {}
