package io.farshore.cli;

import io.farshore.core.crypto.file.KeyFile;
import io.farshore.core.crypto.file.KeyFile.KeyName;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "list", description = "List the ids of the keys in a key file, oldest first.")
final class KeyListCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions printing;

    @Parameters(index = "0", paramLabel = "PATH", description = "The key file.")
    @SuppressWarnings("NullAway.Init")
    private Path path;

    @Override
    public Integer call() throws IOException {
        Output output = printing.output();
        for (KeyName key : KeyFile.open(path, new SecureRandom()).names()) {
            output.print(
                    "%s  made %s%s".formatted(key.id(), key.created(), key.current() ? "  current" : ""),
                    Output.event("key")
                            .put("key", key.id())
                            .put("created", key.created().toString())
                            .put("current", key.current()));
        }
        return 0;
    }
}
