package io.farshore.testbed.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program with its arguments, to be run to its end within a deadline, or started. */
public record Command(List<String> words) {
    public Command {
        words = List.copyOf(words);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a command needs at least the name of a program");
        }
    }

    public static Command of(String... words) {
        return new Command(List.of(words));
    }

    /** A builder with the program found, not started yet. */
    public ProcessBuilder builder() throws IOException {
        Path program = Program.find(words.getFirst());
        if (program == null) {
            throw new IOException("cannot run %s: no such program on this machine".formatted(words.getFirst()));
        }
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(words));
        builder.command().set(0, program.toString());
        builder.environment().put("PATH", String.join(":", Program.searchPath()));
        return builder;
    }

    /** Runs it to its end, whatever its exit code. When the deadline passes it is killed and an exception says so. */
    public Output run(Duration deadline) throws IOException, InterruptedException {
        Process process = builder().start();
        process.getOutputStream().close();
        CompletableFuture<String> out = collect(process.getInputStream());
        CompletableFuture<String> err = collect(process.getErrorStream());
        try {
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("'%s' was not done after %s and was killed".formatted(this, deadline));
            }
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
        return new Output(process.exitValue(), text(out, deadline), text(err, deadline));
    }

    /** Runs it to its end and expects exit code 0. */
    public Output check(Duration deadline) throws IOException, InterruptedException {
        Output output = run(deadline);
        if (output.exitCode() != 0) {
            throw new IOException("'%s' failed with exit code %d: %s"
                    .formatted(this, output.exitCode(), (output.err() + output.out()).strip()));
        }
        return output;
    }

    private static CompletableFuture<String> collect(InputStream stream) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().name("test bed: command output").start(() -> {
            try (stream) {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                text.completeExceptionally(new UncheckedIOException(e));
            }
        });
        return text;
    }

    private String text(CompletableFuture<String> collected, Duration deadline)
            throws IOException, InterruptedException {
        try {
            return collected.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("'%s' ended but left something running that holds its output".formatted(this), e);
        } catch (ExecutionException e) {
            throw new IOException("the output of '%s' could not be read".formatted(this), e.getCause());
        }
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }

    /** What a command left behind. */
    public record Output(int exitCode, String out, String err) {}
}
