package io.farshore.agent.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;

/** Folders that were made for a recovery, which QEMU's user may pass through, and that are removed when nothing was left in them. */
final class MadeFolders {
    private final Deque<Path> made = new ArrayDeque<>();

    /** Makes the folder, and those above it, unless they are there. */
    void make(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath();
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = absolute; at != null && !Files.isDirectory(at); at = at.getParent()) {
            missing.push(at);
        }
        for (Path next : missing) {
            Files.createDirectory(next);
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwxr-xr-x"));
            made.push(next);
        }
    }

    void removeEmpty() {
        made.forEach(MadeFolders::removeIfEmpty);
    }

    private static void removeIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            System.getLogger(MadeFolders.class.getName())
                    .log(System.Logger.Level.DEBUG, "{0} stays: {1}", folder, e.getMessage());
        }
    }
}
