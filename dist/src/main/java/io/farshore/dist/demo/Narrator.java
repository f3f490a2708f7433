package io.farshore.dist.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;

/** Tells a person what happens, with the time since the start. Any thread may tell. */
final class Narrator {
    private final PrintWriter out;
    private final long start = System.nanoTime();
    private String lastProgress = "";

    Narrator(PrintWriter out) {
        this.out = out;
    }

    synchronized void say(String line) {
        Duration since = Duration.ofNanos(System.nanoTime() - start);
        out.println("[%3d s] %s".formatted(since.toSeconds(), line));
        out.flush();
    }

    /** Says how an event of one of our commands changes things, if a person wants to know. */
    void hear(String where, JsonNode event) {
        String line = line(event);
        if (!line.isEmpty() && !line.equals(lastProgress)) {
            lastProgress = line;
            say(where + ": " + line);
        }
    }

    private static String line(JsonNode event) {
        return switch (event.path("event").asText()) {
            case "state" -> "capture: " + event.path("state").asText();
            case "mirror" ->
                "initial replication of %s: %d of %d MiB"
                        .formatted(
                                event.path("disk").asText(),
                                event.path("bytes").asLong() >> 20,
                                event.path("total").asLong() >> 20);
            case "point" ->
                "recovery point %s of %s"
                        .formatted(event.path("id").asText(), event.path("time").asText());
            case "poweredOn" ->
                "powered on after %.1f s".formatted(event.path("seconds").asDouble());
            case "hydrating" ->
                "hydrating: %d of %d MiB"
                        .formatted(
                                event.path("bytes").asLong() >> 20,
                                event.path("total").asLong() >> 20);
            case "hydrated" ->
                "hydrated after %.1f s: its disks are plain local files"
                        .formatted(event.path("seconds").asDouble());
            default -> "";
        };
    }
}
