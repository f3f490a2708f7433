package io.farshore.dataplane.restore;

import io.farshore.core.block.BlockDevice;
import io.farshore.dataplane.file.NewFolder;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Restores disks to raw files. Everything that can be refused is refused before the first byte is written. Does not open views and
 * does not retry.
 */
public final class Restore {
    private final boolean overwrite;
    private final RestoreProgress progress;

    /** @param overwrite whether a file that is there is replaced, once the new one is complete */
    public Restore(boolean overwrite, RestoreProgress progress) {
        this.overwrite = overwrite;
        this.progress = progress;
    }

    /**
     * What was restored.
     *
     * @param size of the file, in bytes
     * @param dataBytes of it that were written; the rest is holes
     */
    public record Restored(String disk, Path file, long size, long dataBytes) {}

    /**
     * Restores one disk.
     *
     * @throws IllegalArgumentException when the file exists, its folder does not, or there is not enough space
     */
    public Restored toFile(String name, BlockDevice disk, Path file) throws IOException {
        return restore(Map.of(name, new Target(disk, file, DataExtents.bytes(disk))))
                .getFirst();
    }

    /** Restores each disk to {@code <name>.raw} in the folder, which is made when it is missing. */
    public List<Restored> toFolder(Map<String, BlockDevice> disks, Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "%s is a file, not a folder to restore disks into: name a folder, or one disk (--disk)"
                            .formatted(folder));
        }
        NewFolder.make(folder, "to restore disks into");
        Map<String, Target> targets = new LinkedHashMap<>();
        for (Map.Entry<String, BlockDevice> disk : disks.entrySet()) {
            Path file = folder.resolve(disk.getKey() + ".raw");
            targets.put(disk.getKey(), new Target(disk.getValue(), file, DataExtents.bytes(disk.getValue())));
        }
        return restore(targets);
    }

    private record Target(BlockDevice disk, Path file, long dataBytes) {}

    private List<Restored> restore(Map<String, Target> targets) throws IOException {
        long needed = 0;
        for (Target target : targets.values()) {
            checkFile(target.file());
            needed += target.dataBytes();
        }
        for (Target target : targets.values()) {
            checkSpace(target.file(), needed);
        }
        List<Restored> restored = new ArrayList<>();
        for (Map.Entry<String, Target> each : targets.entrySet()) {
            restored.add(restore(each.getKey(), each.getValue()));
        }
        return restored;
    }

    private Restored restore(String name, Target target) throws IOException {
        try (PartialFile file = PartialFile.create(target.file(), target.disk().size())) {
            SparseCopy copy = new SparseCopy(target.disk(), file.channel());
            copy.run(name, target.dataBytes(), progress);
            checkFile(target.file());
            file.complete();
        }
        return new Restored(name, target.file(), target.disk().size(), target.dataBytes());
    }

    private void checkFile(Path file) {
        Path folder = folder(file);
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "cannot restore to %s: there is no folder %s; make it first".formatted(file, folder));
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (!overwrite) {
                throw new IllegalArgumentException(
                        "%s exists already: restore to another file, or overwrite it (--overwrite)".formatted(file));
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IllegalArgumentException(
                        "%s is not a plain file and is not overwritten: restore to another file".formatted(file));
            }
        }
    }

    private static void checkSpace(Path file, long needed) throws IOException {
        FileStore place = Files.getFileStore(folder(file));
        long free = place.getUsableSpace();
        if (free < needed) {
            throw new IllegalArgumentException(
                    "not enough space to restore to %s: %.1f MiB are needed and %.1f MiB are free on %s"
                            .formatted(file, needed / 0x1p20, free / 0x1p20, place.name()));
        }
    }

    static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + " is a folder, not a file to restore to");
        }
        return folder;
    }
}
