package io.farshore.dataplane.replicate;

import io.farshore.core.log.Names;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One disk to replicate: a sink of a size, which a mirror job writes to, or a splitter over a file, which the guest's disk goes through.
 *
 * @param size in bytes; of a splitter, 0: it is the file's
 * @param file of a splitter; null for a sink
 */
public record ReplicatedDisk(
        String name, long size, @Nullable Path file) {
    public ReplicatedDisk {
        Names.check("disk", name);
    }

    public static ReplicatedDisk sink(String name, long size) {
        return new ReplicatedDisk(name, size, null);
    }

    public static ReplicatedDisk splitter(String name, Path file) {
        return new ReplicatedDisk(name, 0, file);
    }
}
