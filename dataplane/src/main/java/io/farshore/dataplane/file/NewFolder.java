package io.farshore.dataplane.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that somebody asked for, made when it is missing. */
public final class NewFolder {
    private NewFolder() {}

    /**
     * Makes the folder and those above it, unless it is there.
     *
     * @param purpose for the message, such as {@code to listen in}
     * @throws IllegalArgumentException when there is something else, or none can be made there
     */
    public static void make(Path folder, String purpose) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "%s is a file, not a folder %s: name a folder".formatted(folder, purpose));
        }
        try {
            Files.createDirectories(folder);
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? "" : ": " + e.getReason();
            throw new IllegalArgumentException(
                    "cannot make the folder %s %s%s; choose one that can be made".formatted(folder, purpose, reason),
                    e);
        }
    }
}
