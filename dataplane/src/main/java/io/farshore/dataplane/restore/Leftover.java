package io.farshore.dataplane.restore;

import io.farshore.dataplane.restore.RestoreTargets.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What an earlier restore of the same file left. Looks and refuses; changes nothing.
 *
 * @param durable the first bytes of the disk that need not be written again
 * @param isComplete the file has its name already
 */
record Leftover(long durable, boolean isComplete) {
    static final Leftover NOTHING = new Leftover(0, false);

    static Path partial(Path target) {
        return target.resolveSibling(target.getFileName() + ".partial");
    }

    /** @throws IllegalArgumentException when there is something, and neither going on nor starting afresh was asked for, or it is not ours */
    static Leftover find(Target target, RestoreOrigin origin, RestoreSettings settings) throws IOException {
        Path partial = partial(target.file());
        boolean isThere = Files.exists(partial, LinkOption.NOFOLLOW_LINKS);
        if (settings.resume()) {
            return isThere ? atPartial(partial, target, origin) : atTarget(target, origin);
        }
        if (isThere && !settings.overwrite()) {
            throw new IllegalArgumentException(
                    settings.format() == ImageFormat.RAW
                            ? "%s is there, from a restore that was interrupted or is running: go on with it (--resume), or start afresh (--overwrite)"
                                    .formatted(partial)
                            : "%s is there, from a restore that was interrupted or is running: start afresh (--overwrite)"
                                    .formatted(partial));
        }
        return NOTHING;
    }

    private static Leftover atPartial(Path partial, Target target, RestoreOrigin origin) throws IOException {
        if (!Files.isRegularFile(partial, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException(
                    "%s is not a plain file, so no restore can go on with it: remove it, or restore to another file"
                            .formatted(partial));
        }
        RestoreJournal journal = JournalFile.of(target.file()).read();
        if (journal == null) {
            return NOTHING;
        }
        String difference =
                journal.difference(origin, target.disk(), target.device().size());
        if (difference != null) {
            throw new IllegalArgumentException(
                    "cannot go on with %s: it is of %s; restore to another file, or start afresh (--overwrite without --resume)"
                            .formatted(partial, difference));
        }
        boolean isTheFile = journal.inode() == inode(partial) && Files.size(partial) >= journal.durable();
        return isTheFile ? new Leftover(journal.durable(), false) : NOTHING;
    }

    private static Leftover atTarget(Target target, RestoreOrigin origin) throws IOException {
        Path file = target.file();
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return NOTHING;
        }
        @Nullable RestoreJournal journal = JournalFile.of(file).read();
        boolean isComplete = journal != null
                && journal.isComplete()
                && journal.difference(origin, target.disk(), target.device().size()) == null
                && journal.inode() == inode(file)
                && Files.size(file) == journal.size();
        return isComplete ? new Leftover(target.device().size(), true) : NOTHING;
    }

    static long inode(Path file) throws IOException {
        return ((Number) Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS)).longValue();
    }
}
