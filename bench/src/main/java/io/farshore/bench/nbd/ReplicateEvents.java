package io.farshore.bench.nbd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farshore.core.log.Position;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Follows the events that {@code farshore replicate --json} prints, on a thread of its own. Keeps what the benchmark waits for. */
final class ReplicateEvents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private @Nullable Position cached;
    private long seen;

    private ReplicateEvents() {}

    static ReplicateEvents of(Process replicate, String name) {
        ReplicateEvents events = new ReplicateEvents();
        Thread.ofPlatform().name(name + " events").daemon(true).start(() -> events.follow(replicate));
        return events;
    }

    /** Whether everything up to this position is in cache storage. */
    synchronized boolean isCached(Position position) {
        return cached != null && cached.compareTo(position) >= 0;
    }

    /** Waits for the next event, or for so long. */
    synchronized void awaitNext(Duration atMost) throws InterruptedException {
        long before = seen;
        long end = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toNanos(); seen == before && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private void follow(Process replicate) {
        try (BufferedReader lines = replicate.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(JSON.readTree(line));
            }
        } catch (IOException ended) {
            // Whoever waits for it sees that the process is gone.
        }
    }

    private synchronized void take(JsonNode event) {
        if (event.path("event").asText().equals("segment")) {
            cached = Position.parse(event.path("position").asText());
        }
        seen++;
        notifyAll();
    }
}
