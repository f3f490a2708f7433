package io.farshore.dataplane.restore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder that a file is in, or will be in. */
record Folder(Path path) {
    static Folder of(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + " is a folder, not a file to restore to");
        }
        return new Folder(folder);
    }

    /** Makes names in it durable. */
    void force() throws IOException {
        try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** What can be written there, in bytes; of the folder above when it does not exist yet. */
    long freeBytes() throws IOException {
        return Files.getFileStore(existing()).getUsableSpace();
    }

    /** The name of the file system. */
    String place() throws IOException {
        return Files.getFileStore(existing()).name();
    }

    private Path existing() {
        Path at = path;
        for (Path above = at.getParent(); !Files.isDirectory(at) && above != null; above = at.getParent()) {
            at = above;
        }
        return at;
    }
}
