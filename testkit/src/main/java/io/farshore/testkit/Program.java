package io.farshore.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real program to run in a test: its arguments, folder, environment, standard input and deadline. Past the deadline it is
 * killed with everything it started. Does not serve programs that run beside the test; those need an owner of their own.
 *
 * @param deadline how long it may take
 */
public record Program(
        List<String> command, Path folder, Map<String, String> environment, String input, Duration deadline) {
    private static final Duration USUAL_DEADLINE = Duration.ofSeconds(60);

    public Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    public static Program of(String... command) {
        return new Program(List.of(command), Path.of("."), Map.of(), "", USUAL_DEADLINE);
    }

    public Program in(Path workingFolder) {
        return new Program(command, workingFolder, environment, input, deadline);
    }

    /** With one more environment variable. */
    public Program with(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new Program(command, folder, more, input, deadline);
    }

    /** With this text on its standard input. */
    public Program reading(String text) {
        return new Program(command, folder, environment, text, deadline);
    }

    public Program within(Duration limit) {
        return new Program(command, folder, environment, input, limit);
    }

    /**
     * Runs it and returns what it printed to standard output.
     *
     * @throws AssertionError with all output when it ends with another exit code than 0, or not in time
     */
    public String run() {
        Finished finished = tryRun();
        if (!finished.succeeded()) {
            throw new AssertionError(report("ended with exit code " + finished.exitCode(), finished));
        }
        return finished.out();
    }

    /** Runs it; any exit code is fine. Not to end in time, or not to start, is still an {@link AssertionError}. */
    public Finished tryRun() {
        try {
            Path files = Files.createTempDirectory("farshore-program-");
            try {
                return runWith(files.resolve("in"), files.resolve("out"), files.resolve("err"));
            } finally {
                removeAll(files);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + String.join(" ", command), e);
        }
    }

    /** Output goes through files, not pipes: a grandchild that keeps a pipe open cannot hold up the test. */
    private Finished runWith(Path in, Path out, Path err) throws IOException {
        Files.writeString(in, input);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = await(process);
        Finished finished = new Finished(ended ? process.exitValue() : -1, text(out), text(err));
        if (!ended) {
            throw new AssertionError(report("did not end within " + deadline + " and was killed", finished));
        }
        return finished;
    }

    private boolean await(Process process) {
        boolean ended = false;
        try {
            ended = process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
        return ended;
    }

    private String report(String what, Finished finished) {
        return "%s%n%s%n--- standard output%n%s%n--- standard error%n%s"
                .formatted(what, String.join(" ", command), finished.out(), finished.err());
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private static void removeAll(Path files) throws IOException {
        for (String name : List.of("in", "out", "err")) {
            Files.deleteIfExists(files.resolve(name));
        }
        Files.delete(files);
    }
}
