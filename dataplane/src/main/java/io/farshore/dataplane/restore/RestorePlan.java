package io.farshore.dataplane.restore;

import io.farshore.dataplane.restore.RestoreTargets.Target;
import io.farshore.dataplane.view.MachineView;
import io.farshore.dataplane.view.ViewCost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a restore from the beginning would read and write. */
public record RestorePlan(List<Disk> disks) {
    /** @param freeBytes where the file would be */
    public record Disk(String disk, Path file, long size, ViewCost cost, long freeBytes) {}

    public RestorePlan {
        disks = List.copyOf(disks);
    }

    /** Reads nothing but the map of the open view, and looks at the file systems. */
    public static RestorePlan of(MachineView view, RestoreTargets targets) throws IOException {
        List<Disk> disks = new ArrayList<>();
        for (Target target : targets.targets()) {
            disks.add(new Disk(
                    target.disk(),
                    target.file(),
                    target.device().size(),
                    view.cost(target.disk()),
                    Folder.of(target.file()).freeBytes()));
        }
        return new RestorePlan(disks);
    }

    public long size() {
        return disks.stream().mapToLong(Disk::size).sum();
    }

    /** Of all disks, one read after the other. */
    public ViewCost cost() {
        return disks.stream().map(Disk::cost).reduce(ViewCost.NOTHING, ViewCost::plus);
    }
}
