package io.farshore.dist.documents;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One bash in a folder, for the commands of one document: what runs in the background there runs on between commands, as
 * {@code $!}, until the shell is closed. {@code ./farshore} is the program as this build compiled it, without its launcher.
 */
final class Shell implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Path folder;
    private final Duration longest;
    private final Process bash;
    private final Writer commands;
    private final BufferedReader exitCodes;

    private Shell(Path folder, Duration longest) throws IOException {
        this.folder = folder;
        this.longest = longest;
        bash = new ProcessBuilder("bash")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        commands = bash.outputWriter(StandardCharsets.UTF_8);
        exitCodes = bash.inputReader(StandardCharsets.UTF_8);
    }

    static Shell in(Path folder) throws IOException {
        return in(folder, LONGEST);
    }

    /** @param longest how long one command may take */
    static Shell in(Path folder, Duration longest) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path program = folder.resolve("farshore");
        Files.writeString(program, """
                #!/bin/bash
                exec '%s' --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \\
                  -XX:+UseCompactObjectHeaders -cp '%s' io.farshore.dist.Farshore "$@"
                """.formatted(java, System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Shell(folder, longest);
    }

    /** Runs one line of a document. What it prints on both streams is the output, as on a terminal. */
    Ending run(String command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, ".output-", "");
        commands.write("{ %s\n} > '%s' 2>&1 < /dev/null\necho $?\n".formatted(command, output));
        commands.flush();
        String exitCode = nextExitCode();
        String printed = Files.readString(output);
        return exitCode == null
                ? new Ending(-1, printed + "\n(still running after " + longest + ", or no command that ends)")
                : new Ending(Integer.parseInt(exitCode), printed);
    }

    private @Nullable String nextExitCode() throws InterruptedException {
        try {
            return CompletableFuture.supplyAsync(this::readExitCode).get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private @Nullable String readExitCode() {
        try {
            return exitCodes.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the shell with everything that was started in it and still runs. */
    @Override
    public void close() {
        bash.descendants().forEach(ProcessHandle::destroyForcibly);
        bash.destroyForcibly();
        bash.onExit().join();
    }

    record Ending(int exitCode, String output) {}
}
