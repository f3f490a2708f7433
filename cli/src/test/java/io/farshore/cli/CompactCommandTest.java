package io.farshore.cli;

import static io.farshore.cli.Terminal.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farshore.core.log.DiskSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SEGMENTS = 80;

    @TempDir
    private Path temp;

    private Path store;

    /** One block written again and again, and now and then another. */
    @BeforeEach
    void makeReplica() throws IOException {
        store = temp.resolve("store");
        try (Replica replica = new Replica(store, "web-1", new DiskSpec("vda", WebServer.SIZE))) {
            replica.retention(0);
            for (int segment = 0; segment < SEGMENTS; segment++) {
                replica.write(0, 0, WebServer.block(segment));
                if (segment % 16 == 0) {
                    replica.write(0, (1 + segment) * (long) WebServer.BLOCK, WebServer.block(-1 - segment));
                }
                replica.seal();
            }
        }
    }

    @Test
    void aDryRunLeavesEveryByteAndARealOneDoesWhatItAnnounced() throws IOException {
        Map<String, Integer> before = content();

        JsonNode announced = compact("--dry-run", "--grace", "0");

        assertThat(content()).isEqualTo(before);
        assertThat(announced.path("dryRun").asBoolean()).isTrue();
        assertThat(announced.path("mergedSegments").asInt()).isGreaterThanOrEqualTo(64);
        assertThat(announced.path("pointsBefore").asInt()).isEqualTo(SEGMENTS);
        assertThat(announced.path("pointsAfter").asInt()).isEqualTo(1);
        assertThat(announced.at("/deleted/objects").asInt()).isGreaterThan(64);
        assertThat(announced.at("/before/objects").asInt()).isEqualTo(before.size());

        JsonNode done = compact("--grace", "0");

        assertThat(done.path("dryRun").asBoolean()).isFalse();
        for (String what : new String[] {"before", "deleted", "kept", "waiting"}) {
            assertThat(done.path(what)).as(what).isEqualTo(announced.path(what));
        }
        assertThat(done.at("/written/objects")).isEqualTo(announced.at("/written/objects"));
        assertThat(done.at("/after/objects")).isEqualTo(announced.at("/after/objects"));
        for (String what : new String[] {"epoch", "versions", "mergedSegments", "mergedRuns", "movedBytes"}) {
            assertThat(done.path(what)).as(what).isEqualTo(announced.path(what));
        }
        Set<String> gone = new HashSet<>(before.keySet());
        gone.removeAll(content().keySet());
        assertThat(gone).hasSize(announced.at("/deleted/objects").asInt());
        assertThat(content()).hasSize(done.at("/after/objects").asInt());
        assertThat(run("verify", store).output()).contains("nothing is damaged");
    }

    @Test
    void withoutAGraceOfNothingGarbageWaits() throws IOException {
        JsonNode done = compact();

        assertThat(done.at("/deleted/objects").asInt()).isZero();
        assertThat(done.at("/waiting/objects").asInt()).isGreaterThan(60);
        assertThat(run("compact", store, "--machine", "web-1").output())
                .contains("0 of 1 recovery points dropped", "what waits goes 1h after it was last needed");
    }

    @Test
    void restoresTheNewestPointAfterwards() throws IOException {
        run("compact", store, "--machine", "web-1", "--grace", "0").output();
        Path out = temp.resolve("out.raw");

        run("restore", store, "--machine", "web-1", "--point", "latest", "--out", out)
                .output();

        byte[] block = Arrays.copyOf(Files.readAllBytes(out), WebServer.BLOCK);
        assertThat(block).isEqualTo(WebServer.block(SEGMENTS - 1));
    }

    @Test
    void aDryRunSaysSoInWords() {
        assertThat(run("compact", store, "--machine", "web-1", "--dry-run", "--grace", "0")
                        .output())
                .contains("79 of 80 recovery points would be dropped", "would be deleted", "nothing was changed");
    }

    @Test
    void refusesWhatIsNoMachineAndNoDuration() {
        assertThat(run("compact", store, "--machine", "web-2").refusal()).contains("it holds web-1");
        assertThat(run("compact", store, "--machine", "a/b").refusal()).contains("is no name for a machine");
        assertThat(run("compact", store).refusal()).contains("--machine");
        assertThat(run("compact", temp.resolve("none"), "--machine", "web-1").refusal())
                .contains("no such folder");
        for (String grace : new String[] {"soon", "-1h", "1", "1w", ""}) {
            assertThat(run("compact", store, "--machine", "web-1", "--grace", grace)
                            .refusal())
                    .contains("--grace '" + grace + "' is no duration", "4h");
        }
    }

    private JsonNode compact(String... options) throws IOException {
        Object[] arguments = Stream.concat(
                        Stream.of("compact", store, "--machine", "web-1", "--json"), Arrays.stream(options))
                .toArray();
        String[] lines = run(arguments).output().strip().lines().toArray(String[]::new);
        JsonNode last = JSON.readTree(lines[lines.length - 1]);
        assertThat(last.path("event").asText()).isEqualTo("compacted");
        return last;
    }

    /** The content of every object, as a hash, by its key. */
    private Map<String, Integer> content() throws IOException {
        Map<String, Integer> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(store.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return content;
    }
}
