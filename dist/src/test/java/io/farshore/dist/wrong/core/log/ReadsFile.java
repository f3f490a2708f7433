package io.farshore.dist.wrong.core.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A format that fetches its own bytes. */
public record ReadsFile(String name) {
    public byte[] read() throws IOException {
        return Files.readAllBytes(Path.of(name));
    }
}
