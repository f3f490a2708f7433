package io.farshore.dataplane.restore;

import io.farshore.dataplane.file.NewFolder;
import io.farshore.dataplane.restore.RestoreTargets.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Restores disks to files. Everything that can be refused is refused before the first byte is written. Does not open views and
 * does not retry.
 */
public final class Restore {
    private final RestoreSettings settings;
    private final RestoreProgress progress;
    private final TargetCheck check;
    private final DiskRestore disks;

    public Restore(RestoreOrigin origin, RestoreSettings settings, RestoreProgress progress) {
        this(origin, settings, progress, QemuImg.onPath());
    }

    Restore(RestoreOrigin origin, RestoreSettings settings, RestoreProgress progress, QemuImg qemuImg) {
        this.settings = settings;
        this.progress = progress;
        check = new TargetCheck(origin, settings);
        disks = settings.format() == ImageFormat.RAW
                ? new RawRestore(origin, settings)
                : new ConvertedRestore(settings, check, qemuImg);
    }

    /**
     * Refuses what {@link #run} would refuse at once; changes nothing.
     *
     * @throws IllegalArgumentException when a file exists, its folder does not, or there is not enough space
     */
    public void check(RestoreTargets targets) throws IOException {
        disks.check();
        check.check(targets);
    }

    /**
     * Restores one disk after the other. Interrupting the thread ends it.
     *
     * @throws IllegalArgumentException as {@link #check} does
     */
    public List<Restored> run(RestoreTargets targets) throws IOException {
        disks.check();
        Map<Target, Leftover> work = check.check(targets);
        if (targets.makesFolder()) {
            NewFolder.make(targets.folder(), "to restore disks into");
        }
        Map<Target, Long> data = new LinkedHashMap<>();
        for (Target target : targets.targets()) {
            data.put(
                    target,
                    DataExtents.bytes(target.device(), 0, target.device().size()));
        }
        ProgressCount count = new ProgressCount(
                progress, data.values().stream().mapToLong(Long::longValue).sum());
        List<Restored> restored = new ArrayList<>();
        for (Map.Entry<Target, Leftover> each : work.entrySet()) {
            long bytes = data.getOrDefault(each.getKey(), 0L);
            restored.add(
                    each.getValue().isComplete()
                            ? isThere(each.getKey(), bytes, count)
                            : disks.restore(each.getKey(), bytes, count));
        }
        forgetJournals(targets);
        return restored;
    }

    private static Restored isThere(Target target, long dataBytes, ProgressCount count) {
        count.begin(target.disk(), dataBytes, dataBytes);
        count.end();
        long size = target.device().size();
        return new Restored(target.disk(), target.file(), size, dataBytes, size, 0, Duration.ZERO);
    }

    private void forgetJournals(RestoreTargets targets) throws IOException {
        if (settings.format() == ImageFormat.RAW) {
            for (Target target : targets.targets()) {
                JournalFile.of(target.file()).delete();
            }
        }
    }
}
