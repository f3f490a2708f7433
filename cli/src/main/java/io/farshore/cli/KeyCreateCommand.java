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
        name = "create",
        description = "Make a key file with a first key.",
        footer = {"", "The file must not exist, and is readable by its owner only."})
final class KeyCreateCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions printing;

    @Parameters(index = "0", paramLabel = "PATH", description = "The key file.")
    @SuppressWarnings("NullAway.Init")
    private Path path;

    @Override
    public Integer call() throws IOException {
        KeyFile made = KeyFile.create(path, Instant.now(), new SecureRandom());
        Output output = printing.output();
        output.print(
                "%s: made, with key %s".formatted(path, made.currentKey()),
                Output.event("keyCreated").put("file", path.toString()).put("key", made.currentKey()));
        output.printLine(
                "Losing this file is the one loss that nothing can undo: without it no encrypted replica can be opened.");
        output.printLine(
                "Keep copies of it away from both regions too, and let nobody read them who may not read the disks.");
        return 0;
    }
}
