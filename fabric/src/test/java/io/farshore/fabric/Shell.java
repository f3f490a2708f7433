package io.farshore.fabric;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Runs a command of the test machine to its end. */
public final class Shell {
    private Shell() {}

    public static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("%s failed: %s".formatted(String.join(" ", command), said));
        }
        return said;
    }
}
