package io.farshore.dataplane.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. */
final class Tool {
    private static final int LIMIT_SECONDS = 60;

    private Tool() {}

    /** What the program printed on both streams; fails when it does not end with 0. */
    static String run(String... command) throws IOException, InterruptedException {
        Result result = attempt(command);
        assertThat(result.exitCode())
                .as("%s printed: %s", List.of(command), result.output())
                .isZero();
        return result.output();
    }

    static Result attempt(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("farshore-nbd-", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
            Process process = builder.redirectOutput(output.toFile()).start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("%s did not end; it printed: %s".formatted(List.of(command), read(output)));
            }
            return new Result(process.exitValue(), read(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String read(Path output) throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    }

    record Result(int exitCode, String output) {}
}
