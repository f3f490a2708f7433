package io.farshore.cli;

import io.farshore.core.crypto.file.KeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "rotate",
        description = "Add a key to a key file; it is the current one from then on.",
        footer = {
            "",
            "The old keys stay in it. Copy the file to where its copies are, then run farshore key rewrap on each store."
        })
final class KeyRotateCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions printing;

    @Parameters(index = "0", paramLabel = "PATH", description = "The key file.")
    @SuppressWarnings("NullAway.Init")
    private Path path;

    @Override
    public Integer call() throws IOException {
        KeyFile rotated = KeyFile.rotate(path, Instant.now(), new SecureRandom());
        printing.output()
                .print(
                        "%s: key %s added; copy the file to wherever it is kept and used, then run farshore key rewrap"
                                .formatted(path, rotated.currentKey()),
                        Output.event("keyRotated").put("file", path.toString()).put("key", rotated.currentKey()));
        return 0;
    }
}
