package io.farshore.dist.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farshore.testbed.Host;
import io.farshore.testbed.HostProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One of our own commands, run as a process of a host with {@code --json}: its events, as they come. */
public final class FarshoreProcess {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Hosts have process numbers of their own and share a folder of performance data, which goes by process number. */
    private static final List<String> QUIET = List.of("-XX:-UsePerfData", "-Xlog:disable", "-Xlog:all=warning:stderr");

    private final String command;
    private final HostProcess process;
    private final Path complaints;
    private final InstantSource clock;
    private final List<Event> events = new ArrayList<>();
    private String spoiled = "";
    private boolean ended;

    /** @param at when it was seen here */
    public record Event(Instant at, JsonNode json) {
        public boolean is(String kind) {
            return json.path("event").asText().equals(kind);
        }
    }

    private FarshoreProcess(String command, HostProcess process, Path complaints, InstantSource clock) {
        this.command = command;
        this.process = process;
        this.complaints = complaints;
        this.clock = clock;
    }

    /** @param onEvent hears each event as well, on a thread of the process */
    public static FarshoreProcess start(Host host, InstantSource clock, Consumer<JsonNode> onEvent, String... arguments)
            throws IOException {
        List<String> words =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        words.addAll(QUIET);
        // The compressor's library is unpacked there, and stays when the program is killed: it goes with the host.
        words.add("-Daircompressor.tmpdir=" + host.directory());
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.farshore.dist.Farshore"));
        words.addAll(List.of(arguments));
        words.add("--json");
        String name = String.join(" ", List.of(arguments).subList(0, 2));
        Path complaints = Files.createTempFile(host.directory(), "farshore-", ".err");
        HostProcess process = host.start(words, Redirect.PIPE, Redirect.to(complaints.toFile()));
        FarshoreProcess started = new FarshoreProcess("farshore " + name, process, complaints, clock);
        Thread.ofVirtual().name(name).start(() -> started.read(onEvent));
        return started;
    }

    /** The first event that is wanted; waits for it. */
    public synchronized Event await(Predicate<Event> wanted, String what, Duration atMost)
            throws InterruptedException, IOException, DemoFailure {
        long end = System.nanoTime() + atMost.toNanos();
        int seen = 0;
        while (true) {
            for (; seen < events.size(); seen++) {
                if (wanted.test(events.get(seen))) {
                    return events.get(seen);
                }
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (ended || left <= 0) {
                throw new DemoFailure("%s did not come to %s within %s: %s"
                        .formatted(command, what, atMost, ended ? complaints() : "it is still running"));
            }
            wait(left);
        }
    }

    /** All events so far. */
    public synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** The newest event of this kind, or null. */
    public synchronized @Nullable Event newest(String kind) {
        return events.reversed().stream()
                .filter(event -> event.is(kind))
                .findFirst()
                .orElse(null);
    }

    /** Waits for its end, which must be a good one. */
    public void awaitSuccess(Duration atMost) throws InterruptedException, IOException, DemoFailure {
        int exitCode = awaitExit(atMost);
        if (exitCode != 0) {
            throw new DemoFailure("%s ended with exit code %d: %s".formatted(command, exitCode, complaints()));
        }
    }

    /** Waits for its end, however it ends; all its events are there then. */
    public int awaitExit(Duration atMost) throws InterruptedException, DemoFailure {
        if (!process.waitFor(atMost)) {
            throw new DemoFailure("%s has not ended within %s".formatted(command, atMost));
        }
        awaitLastEvent();
        return process.exitCode();
    }

    private synchronized void awaitLastEvent() throws InterruptedException {
        while (!ended) {
            wait();
        }
    }

    /** Ends it without warning (SIGKILL). */
    public void kill() throws InterruptedException {
        process.kill();
    }

    /** Asks it to end (SIGTERM). */
    public void terminate() throws InterruptedException {
        process.terminate();
    }

    /** What it has said on standard error so far. */
    public synchronized String complaints() throws IOException {
        return Files.exists(complaints) ? spoiled + Files.readString(complaints).strip() : "it is gone with its host";
    }

    private void read(Consumer<JsonNode> onEvent) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.output(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Event event = new Event(clock.instant(), JSON.readTree(line));
                onEvent.accept(event.json());
                add(event);
            }
        } catch (JsonProcessingException e) {
            spoil(e);
        } catch (IOException e) {
            // The process is gone, with its host perhaps.
        } finally {
            end();
        }
    }

    private synchronized void add(Event event) {
        events.add(event);
        notifyAll();
    }

    private synchronized void spoil(JsonProcessingException e) {
        spoiled = "a line of its output is no JSON: %s; ".formatted(e.getMessage());
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }
}
