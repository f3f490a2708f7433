package io.farshore.dataplane.restore;

import io.farshore.core.block.BlockDevice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which disk goes to which file.
 *
 * @param folder that all files are in and that is made when it is missing, or the empty path when none is made
 */
public record RestoreTargets(List<Target> targets, Path folder) {
    private static final Path NONE = Path.of("");

    /** One disk and its file. */
    public record Target(String disk, BlockDevice device, Path file) {}

    public RestoreTargets {
        targets = List.copyOf(targets);
    }

    /** One disk to a file; the folder of the file must exist. */
    public static RestoreTargets file(String disk, BlockDevice device, Path file) {
        return new RestoreTargets(List.of(new Target(disk, device, file)), NONE);
    }

    /** Each disk to a file of its name in the folder. */
    public static RestoreTargets folder(Map<String, BlockDevice> disks, Path folder, ImageFormat format) {
        List<Target> targets = new ArrayList<>();
        disks.forEach((name, device) ->
                targets.add(new Target(name, device, folder.resolve(name + "." + format.extension()))));
        return new RestoreTargets(targets, folder);
    }

    boolean makesFolder() {
        return !folder.equals(NONE);
    }
}
