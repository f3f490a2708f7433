package io.farshore.cli;

import static io.farshore.cli.Terminal.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farshore.core.log.DiskSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output for programs is a contract: these fields are there, whatever else may come. */
class JsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path temp;

    private WebServer replica;

    @BeforeEach
    void makeReplica() throws IOException {
        replica = WebServer.in(temp);
    }

    @Test
    void pointsListsTheMarkedOnesWithTheirFields() throws IOException {
        JsonNode points = json("points", temp, "--json");

        assertThat(points).hasSize(1);
        assertThat(fields(points.get(0)))
                .contains(
                        Map.entry("id", "\"" + replica.named() + "\""),
                        Map.entry("name", "\"before upgrade\""),
                        Map.entry("time", "\"2026-01-01T00:00:02Z\""),
                        Map.entry("position", "\"" + replica.named() + "\""),
                        Map.entry("disks", "[\"vda\",\"vdb\"]"),
                        Map.entry("machine", "\"web-1\""))
                .containsKey("type");
    }

    @Test
    void pointsWithAllListsEveryEndOfASegmentOldestFirst() throws IOException {
        List<String> ids = texts(json("points", temp, "--json", "--all"), "id");

        assertThat(ids)
                .containsExactly(
                        replica.first().toString(),
                        replica.named().toString(),
                        replica.newest().toString());
    }

    @Test
    void pointsOfSeveralMachinesNameTheirMachine() throws IOException {
        try (Replica other = new Replica(temp, "db-1", new DiskSpec("vda", 4096))) {
            other.mark("a");
        }

        assertThat(texts(json("points", temp, "--json"), "machine")).containsExactly("db-1", "web-1");
        assertThat(texts(json("points", temp, "--json", "--machine", "db-1"), "machine"))
                .containsExactly("db-1");
    }

    @Test
    void verifySaysWhatItReadAndThatItIsSound() throws IOException {
        JsonNode report = json("verify", temp, "--json");

        assertThat(fields(report)).containsEntry("sound", "true").containsKeys("objects", "bytes");
        assertThat(fields(report.path("machines").get(0)))
                .contains(
                        Map.entry("machine", "\"web-1\""),
                        Map.entry("points", "3"),
                        Map.entry("pointsThatHold", "3"),
                        Map.entry("damage", "[]"))
                .containsKeys("objects", "bytes", "notes");
    }

    @Test
    void verifySaysWhatIsDamagedAndWhatThatSpoils() throws IOException {
        Path segment = replica.objects("log").getLast();
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);

        Terminal.Said verify = run("verify", temp, "--json");

        assertThat(verify.exitCode()).isEqualTo(3);
        JsonNode report = JSON.readTree(verify.out());
        assertThat(fields(report)).containsEntry("sound", "false");
        JsonNode damage = report.path("machines").get(0).path("damage").get(0);
        assertThat(fields(damage))
                .contains(
                        Map.entry("object", "\"" + temp.relativize(segment) + "\""),
                        Map.entry("spoilsAllPoints", "false"),
                        Map.entry("spoiledPoints", "1"),
                        Map.entry("firstSpoiledPoint", "\"" + replica.newest() + "\""),
                        Map.entry("lastSpoiledPoint", "\"" + replica.newest() + "\""))
                .containsKeys("offset", "expected", "found", "rangesKnown", "ranges");
    }

    @Test
    void inspectDescribesAStoreAndEveryObjectInIt() throws IOException {
        JsonNode store = json("inspect", temp, "--json");
        assertThat(texts(store.path("replicas"), "machine")).containsExactly("web-1");
        assertThat(store.path("caches").isArray()).isTrue();

        for (Path object : replica.objects("")) {
            assertThat(json("inspect", object, "--json").isObject())
                    .as("%s", object)
                    .isTrue();
        }
    }

    @Test
    void inspectOfAMachineShowsNoOther() throws IOException {
        try (Replica other = new Replica(temp, "db-1", new DiskSpec("vda", 4096))) {
            other.mark("a");
        }

        JsonNode store = json("inspect", temp, "--json", "--machine", "db-1");
        assertThat(texts(store.path("replicas"), "machine")).containsExactly("db-1");
        assertThat(fields(store.path("replicas").get(0))).containsEntry("diskEvents", "[]");
        assertThat(run("inspect", temp, "--machine", "db-2").refusal()).contains("it holds db-1, web-1");
        Path object = replica.objects("catalog/00000001").getLast();
        assertThat(run("inspect", object, "--machine", "db-1").refusal()).contains("is one object: leave it out");
    }

    @Test
    void inspectShowsAsManyEntriesAsAsked() throws IOException {
        Path version = replica.objects("catalog/00000001").getLast();

        assertThat(json("inspect", version, "--json").path("entries")).hasSize(1);
        JsonNode none = json("inspect", version, "--json", "--entries", "0");
        assertThat(none.path("entries")).isEmpty();
        assertThat(none.path("entryCount").asInt()).isEqualTo(1);
    }

    private static JsonNode json(Object... arguments) throws IOException {
        return JSON.readTree(run(arguments).output());
    }

    private static Map<String, String> fields(JsonNode object) {
        Map<String, String> fields = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().toString()));
        return fields;
    }

    private static List<String> texts(JsonNode array, String field) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(each -> each.path(field).asText())
                .toList();
    }
}
