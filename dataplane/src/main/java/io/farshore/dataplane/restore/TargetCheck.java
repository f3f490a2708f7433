package io.farshore.dataplane.restore;

import io.farshore.dataplane.restore.RestoreTargets.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Refuses what cannot be restored, before anything is written. Writes nothing. */
final class TargetCheck {
    private final RestoreOrigin origin;
    private final RestoreSettings settings;

    TargetCheck(RestoreOrigin origin, RestoreSettings settings) {
        this.origin = origin;
        this.settings = settings;
    }

    /** What there is to be done, by target, in order; nothing for those that an earlier restore has completed. */
    Map<Target, Leftover> check(RestoreTargets targets) throws IOException {
        checkFolder(targets);
        Map<Target, Leftover> found = new LinkedHashMap<>();
        long needed = 0;
        for (Target target : targets.targets()) {
            settings.format().checkSize(target.disk(), target.device().size());
            Leftover leftover = Leftover.find(target, origin, settings);
            if (!leftover.isComplete()) {
                checkFile(target.file(), targets.makesFolder());
                needed += DataExtents.bytes(
                        target.device(), leftover.durable(), target.device().size());
            }
            found.put(target, leftover);
        }
        checkSpace(targets.targets(), needed);
        return found;
    }

    private static void checkFolder(RestoreTargets targets) {
        Path folder = targets.folder();
        if (targets.makesFolder() && Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "%s is a file, not a folder to restore disks into: name a folder, or one disk (--disk)"
                            .formatted(folder));
        }
    }

    /** A file that may not be written. */
    void checkFile(Path file, boolean folderIsMade) {
        Path folder = Folder.of(file).path();
        if (!folderIsMade && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "cannot restore to %s: there is no folder %s; make it first".formatted(file, folder));
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (!settings.overwrite()) {
                throw new IllegalArgumentException(
                        "%s exists already: restore to another file, or overwrite it (--overwrite)".formatted(file));
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IllegalArgumentException(
                        "%s is not a plain file and is not overwritten: restore to another file".formatted(file));
            }
        }
    }

    private static void checkSpace(List<Target> targets, long needed) throws IOException {
        for (Target target : targets) {
            Folder folder = Folder.of(target.file());
            long free = folder.freeBytes();
            if (free < needed) {
                throw new IllegalArgumentException(
                        "not enough space to restore to %s: %.1f MiB are needed and %.1f MiB are free on %s"
                                .formatted(target.file(), needed / 0x1p20, free / 0x1p20, folder.place()));
            }
        }
    }
}
