package io.farshore.dist.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One of our commands as a child process with {@code --json}: its events as they come, its signals, its end. */
final class FarshoreChild implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration EVENT = Duration.ofSeconds(20);
    private static final Duration END = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final Path complaints;
    private final Thread reader;
    private final List<JsonNode> events = new ArrayList<>();
    private boolean silent;

    private FarshoreChild(String name, Process process, Path complaints) {
        this.name = name;
        this.process = process;
        this.complaints = complaints;
        this.reader = Thread.ofVirtual().name("events of " + name).unstarted(this::read);
    }

    /** @param folder for what it says on standard error */
    static FarshoreChild start(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.farshore.dist.Farshore"));
        command.addAll(List.of(arguments));
        command.add("--json");
        Path complaints = Files.createTempFile(folder, arguments[0] + "-", ".err");
        Process process = new ProcessBuilder(command)
                .redirectError(complaints.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        FarshoreChild child = new FarshoreChild("farshore " + arguments[0], process, complaints);
        child.reader.start();
        return child;
    }

    /** The first event of this kind that fits, of those that came and those that come; waits for it. */
    synchronized JsonNode await(String kind, Predicate<JsonNode> wanted) throws InterruptedException {
        long end = System.nanoTime() + EVENT.toNanos();
        int seen = 0;
        while (true) {
            for (; seen < events.size(); seen++) {
                JsonNode event = events.get(seen);
                if (event.path("event").asText().equals(kind) && wanted.test(event)) {
                    return event;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (silent || left <= 0) {
                throw new AssertionError(
                        "%s did not say %s as wanted; it said %s%n%s".formatted(name, kind, events, complaints()));
            }
            wait(left);
        }
    }

    void awaitState(String state) throws InterruptedException {
        await("state", event -> event.path("state").asText().equals(state));
    }

    /** The events of this kind so far. */
    synchronized List<JsonNode> events(String kind) {
        return events.stream()
                .filter(event -> event.path("event").asText().equals(kind))
                .toList();
    }

    /** SIGTERM. */
    FarshoreChild terminate() {
        process.destroy();
        return this;
    }

    /** SIGKILL; returns when it is dead and all it said has been read. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        awaitExit();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end and returns its exit code. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("%s has not ended within %s%n%s".formatted(name, END, complaints()));
        }
        reader.join();
        return process.exitValue();
    }

    /** Waits for its end, which must be a good one. */
    void awaitSuccess() throws InterruptedException {
        int exitCode = awaitExit();
        if (exitCode != 0) {
            throw new AssertionError("%s ended with %d%n%s".formatted(name, exitCode, complaints()));
        }
    }

    String complaints() {
        try {
            return Files.readString(complaints);
        } catch (IOException e) {
            return "its standard error cannot be read: " + e.getMessage();
        }
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                add(JSON.readTree(line));
            }
        } catch (IOException e) {
            // Killed in the middle of a line: what came before it counts.
        } finally {
            end();
        }
    }

    private synchronized void add(JsonNode event) {
        events.add(event);
        notifyAll();
    }

    private synchronized void end() {
        silent = true;
        notifyAll();
    }
}
