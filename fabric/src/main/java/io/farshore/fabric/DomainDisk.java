package io.farshore.fabric;

import org.jspecify.annotations.Nullable;

/**
 * One writable disk of a domain.
 *
 * @param target the name in the guest's definition, such as vda
 * @param bus such as virtio
 * @param kind of the source: file, block, network, volume…
 * @param source the file or block device; null where the source is neither
 * @param format QEMU's name of the image format
 * @param discard what becomes of the guest's trims: unmap or ignore
 * @param sizeBytes what the guest sees
 * @param node the top block node in the running QEMU; null when the domain is not running
 */
public record DomainDisk(
        String target,
        String bus,
        String kind,
        @Nullable String source,
        String format,
        String discard,
        long sizeBytes,
        @Nullable String node) {}
