package io.farshore.dist.wrong.core.store;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Allowed: the store is where files are. */
public record OpensFile(URI place) {
    public FileChannel open() throws IOException {
        return FileChannel.open(Path.of(place));
    }
}
