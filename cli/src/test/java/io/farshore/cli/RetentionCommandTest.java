package io.farshore.cli;

import static io.farshore.cli.Terminal.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farshore.cli.Terminal.Said;
import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.CatalogWriter;
import io.farshore.core.catalog.Requests;
import io.farshore.core.store.FileObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is to be kept, shown and changed: by the processor that holds the machine, or with --take. */
class RetentionCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] AT_ONCE = {"--timeout", "0", "--take"};

    @TempDir
    private Path temp;

    private WebServer replica;

    @BeforeEach
    void makeReplica() throws IOException {
        replica = WebServer.in(temp);
    }

    @Test
    void showsThePolicy() throws IOException {
        assertThat(command("retention").output())
                .contains("web-1: points are kept 15d, every second for 4h; 3 recovery points, none is held");
        JsonNode json = JSON.readTree(command("retention", "--json").output());
        assertThat(json.path("retentionSeconds").asLong()).isEqualTo(15 * 86_400);
        assertThat(json.path("fineSeconds").asLong()).isEqualTo(4 * 3600);
        assertThat(json.path("points").asInt()).isEqualTo(3);
        assertThat(json.path("holds")).isEmpty();
        assertThat(json.has("by")).isFalse();
    }

    @Test
    void withoutAProcessorNothingIsChanged() throws IOException {
        assertThat(command("retention", "--set", "1d", "--timeout", "0").failure(5))
                .contains("no processor of web-1 answered within 0", "nothing was changed", "--take");

        assertThat(catalog().retention().retention()).isEqualTo(Duration.ofDays(15));
        assertThat(replica.objects(".")).noneMatch(file -> file.toString().contains("request"));
    }

    @Test
    void withTakeItIsChangedAllTheSame() throws IOException {
        JsonNode json = JSON.readTree(
                command("retention", "--set", "1d12h", "--fine", "30m", "--timeout", "0", "--take", "--json")
                        .output());

        assertThat(json.path("by").asText()).isEqualTo("taken");
        assertThat(catalog().retention().retention()).isEqualTo(Duration.ofHours(36));
        assertThat(command("retention").output()).contains("points are kept 1d12h, every second for 30m");
        command("retention", "--fine", "0", "--timeout", "0", "--take").output();
        assertThat(catalog().retention().retention()).as("untouched").isEqualTo(Duration.ofHours(36));
        assertThat(catalog().retention().fineWindow()).isZero();
    }

    @Test
    void aProcessorThatHoldsTheMachineDoesIt() throws Exception {
        try (FileObjectStore store = FileObjectStore.open(temp)) {
            CatalogWriter writer = CatalogWriter.claim(
                    store, "web-1", catalog().descriptor().machineId(), new UUID(4, 4), 0, Instant.EPOCH);
            Requests requests = new Requests(store, writer.keys());
            Thread processor = Thread.ofVirtual().start(() -> answer(requests, writer));

            JsonNode json = JSON.readTree(
                    command("hold", "--point", "before upgrade", "--json").output());

            processor.join();
            assertThat(json.path("by").asText()).isEqualTo("processor");
            assertThat(json.path("held").asBoolean()).isTrue();
            assertThat(json.path("id").asText()).isEqualTo(replica.named().toString());
            writer.checkNotFenced();
        }
        assertThat(catalog().holds()).containsExactly(replica.named());
    }

    private static void answer(Requests requests, CatalogWriter writer) {
        try {
            while (requests.answer(writer).isEmpty()) {
                LockSupport.parkNanos(10_000_000);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aHeldPointIsShownAndReleased() throws IOException {
        assertThat(take("hold", "--point", replica.first().toString())).contains("is held: it stays whatever its age");
        assertThat(command("hold", "--point", replica.first().toString()).output())
                .as("again, without a processor")
                .contains("is held");

        assertThat(run("points", temp).output()).contains("held, every second");
        JsonNode points = JSON.readTree(run("points", temp, "--all", "--json").output());
        assertThat(points.findValuesAsText("held")).containsExactly("true", "false", "false");
        assertThat(points.findValuesAsText("window")).containsExactly("fine", "fine", "fine");
        assertThat(command("retention").output()).contains("held: " + replica.first());
        assertThat(command("release", "--point", "latest").refusal())
                .contains("is not held; held are " + replica.first());

        assertThat(take("release", "--point", replica.first().toString())).contains("is not held any more");
        assertThat(catalog().holds()).isEmpty();
        assertThat(command("release", "--point", "latest").refusal()).contains("is not held; none is");
    }

    @Test
    void pointsShowTheWindowThatTheyAreIn() throws IOException {
        take("retention", "--set", "1d", "--fine", "1s");

        JsonNode points = JSON.readTree(run("points", temp, "--all", "--json").output());

        assertThat(points.findValuesAsText("window")).containsExactly("to2Hours", "to2Hours", "fine");
    }

    @Test
    void refusesWhatCannotBe() {
        assertThat(command("retention", "--set", "forever").refusal()).contains("--set 'forever' is no duration");
        assertThat(command("retention", "--fine", "-1h").refusal()).contains("--fine '-1h' is no duration");
        assertThat(command("retention", "--timeout", "x").refusal()).contains("--timeout 'x' is no duration");
        assertThat(command("retention", "--set", "99999d").refusal()).contains("from 0 to 36500 days");
        assertThat(command("hold", "--point", "never").refusal()).contains("there is no recovery point 'never'");
        assertThat(command("hold").refusal()).contains("--point");
        assertThat(run("release", temp, "--machine", "web-2", "--point", "latest")
                        .refusal())
                .contains("it holds web-1");
        assertThat(run("retention", temp, "--machine", "web-2").refusal()).contains("it holds web-1");
    }

    private String take(String command, String... options) {
        String[] all =
                Stream.concat(Arrays.stream(options), Arrays.stream(AT_ONCE)).toArray(String[]::new);
        return command(command, all).output();
    }

    private Said command(String command, String... options) {
        return run(Stream.concat(Stream.of(command, temp, "--machine", "web-1"), Arrays.stream(options))
                .toArray());
    }

    private Catalog catalog() throws IOException {
        try (FileObjectStore store = FileObjectStore.open(temp)) {
            return CatalogReader.open(store, "web-1").read();
        }
    }
}
