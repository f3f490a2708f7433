package io.farshore.cli;

import static io.farshore.cli.Terminal.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path temp;

    private WebServer replica;

    @BeforeEach
    void makeReplica() throws IOException {
        replica = WebServer.in(temp.resolve("store"));
    }

    @Test
    void saysWhatAMachineTakes() {
        assertThat(run("usage", replica.store()).output())
                .contains("web-1\n", "captured        16.0 KiB", "replicated      up to " + replica.newest())
                .contains("for every second of the last 4h", "1.00 bytes for each that came in", "forecast")
                .doesNotContain("cached");
    }

    @Test
    void jsonHasEveryNumber() throws IOException {
        Path cache = Files.createDirectory(temp.resolve("cache"));
        Files.writeString(cache.resolve("letter"), "makes it no empty folder");

        JsonNode json = JSON.readTree(run("usage", replica.store(), "--machine", "web-1", "--cache", cache, "--json")
                .output());

        JsonNode machine = json.at("/machines/0");
        assertThat(machine.path("capturedBytes").asLong()).isEqualTo(4 * WebServer.BLOCK);
        assertThat(machine.at("/capturedBytesByGeneration/1").asLong()).isEqualTo(4 * WebServer.BLOCK);
        assertThat(machine.path("replicatedPosition").asText())
                .isEqualTo(replica.newest().toString());
        assertThat(machine.at("/cached/objects").asLong()).isZero();
        assertThat(machine.at("/cached/oldestTime").isNull()).isTrue();
        long segments = machine.at("/stored/segments/bytes").asLong();
        assertThat(machine.at("/keptBytesByWindow/fine").asLong()).isEqualTo(segments);
        assertThat(machine.path("ingestedBytes").asLong()).isEqualTo(segments);
        assertThat(machine.at("/stored/total/objects").asInt())
                .isEqualTo(replica.objects(".").size());
        assertThat(machine.at("/lastHour/bytesPerSecond").asDouble()).isEqualTo(WebServer.BLOCK);
        assertThat(machine.path("forecastBytes").asLong()).isGreaterThan(segments);
    }

    @Test
    void refusesWhatIsNotThere() throws IOException {
        assertThat(run("usage").refusal()).contains("STORE");
        assertThat(run("usage", temp.resolve("none")).refusal()).contains("no such folder");
        assertThat(run("usage", replica.store(), "--machine", "web-2").refusal())
                .contains("it holds web-1");
        assertThat(run("usage", replica.store(), "--cache", temp.resolve("none"))
                        .refusal())
                .contains("no such folder");
        Path other = Files.createDirectory(temp.resolve("other"));
        Files.writeString(other.resolve("letter"), "to a friend");
        assertThat(run("usage", other).refusal()).contains("holds no replica");
    }
}
