package io.farshore.cli;

import static io.farshore.cli.Terminal.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farshore.testkit.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreCommandTest {
    @TempDir
    private Path temp;

    private WebServer replica;
    private Path file;

    @BeforeEach
    void makeReplica() throws IOException {
        replica = WebServer.in(temp.resolve("store"));
        file = temp.resolve("vda.img");
    }

    @Test
    void writesTheNewestContent() throws IOException {
        assertThat(vdaAt("latest")).isEqualTo(WebServer.vda(2, 3));
    }

    @Test
    void writesWhatTheDiskHeldAtANamedPoint() throws IOException {
        assertThat(vdaAt("before upgrade")).isEqualTo(WebServer.vda(2));
    }

    @Test
    void writesWhatTheDiskHeldBetweenTwoPointsAsOfTheEarlier() throws IOException {
        assertThat(vdaAt(Replica.START.plusMillis(1500))).isEqualTo(WebServer.vda(1));
    }

    @Test
    void writesWhatTheDiskHeldAtAPosition() throws IOException {
        assertThat(vdaAt(replica.first())).isEqualTo(WebServer.vda(1));
    }

    @Test
    void leavesHolesWhereNothingWasWritten() throws IOException {
        vdaAt("latest");

        long blocks = Long.parseLong(
                Program.of("stat", "-c", "%b", file.toString()).run().strip());
        assertThat(blocks * 512).isLessThan(WebServer.SIZE / 8);
        assertThat(Files.size(file)).isEqualTo(WebServer.SIZE);
    }

    @Test
    void putsOneDiskIntoAFolderUnderItsName() throws IOException {
        restore("latest", "--disk", "vdb", "--out", Files.createDirectory(temp.resolve("out")));

        assertThat(temp.resolve("out/vdb.raw")).hasBinaryContent(WebServer.vdb());
        assertThat(temp.resolve("out/vda.raw")).doesNotExist();
    }

    @Test
    void putsAllDisksIntoAFolderThatItMakes() throws IOException {
        restore("latest", "--out", temp.resolve("new/out"));

        assertThat(temp.resolve("new/out/vda.raw")).hasBinaryContent(WebServer.vda(2, 3));
        assertThat(temp.resolve("new/out/vdb.raw")).hasBinaryContent(WebServer.vdb());
    }

    @Test
    void replacesAFileOnlyWhenAsked() throws IOException {
        Files.writeString(file, "mine");
        String line = run(arguments("latest", "--disk", "vda", "--out", file)).failure(2);
        assertThat(line).contains(file + " exists already").contains("--overwrite");
        assertThat(file).hasContent("mine");

        restore("latest", "--disk", "vda", "--overwrite", "--out", file);
        assertThat(file).hasBinaryContent(WebServer.vda(2, 3));
    }

    @Test
    void doesNotPutSeveralDisksIntoOneFile() throws IOException {
        Files.writeString(file, "mine");

        String line = run(arguments("latest", "--overwrite", "--out", file)).failure(2);

        assertThat(line).contains(file.toString(), "is a file", "folder", "--disk");
        assertThat(file).hasContent("mine");
    }

    @Test
    void namesTheFolderThatCannotBeMade() throws IOException {
        Files.writeString(file, "mine");

        assertThat(run(arguments("latest", "--out", file.resolve("out"))).failure(2))
                .contains("cannot make the folder " + file.resolve("out") + " to restore disks into");
    }

    @Test
    void namesTheFolderThatIsMissing() {
        String line = run(arguments("latest", "--disk", "vda", "--out", temp.resolve("none/a.img")))
                .failure(2);

        assertThat(line).contains("there is no folder " + temp.resolve("none")).contains("make it");
    }

    @Test
    void namesTheDisksThereAre() {
        String line = run(arguments("latest", "--disk", "vdc", "--out", file)).failure(2);

        assertThat(line).contains("no disk 'vdc'").contains("it has vda, vdb");
        assertThat(file).doesNotExist();
    }

    @Test
    void printsAnEventForEachDisk() throws IOException {
        List<JsonNode> events = run(arguments("latest", "--json", "--out", temp.resolve("out")))
                .output()
                .lines()
                .map(RestoreCommandTest::json)
                .filter(event -> !event.path("event").asText().equals("progress"))
                .toList();

        assertThat(events).hasSize(3);
        assertThat(events.getLast().path("event").asText()).isEqualTo("finished");
        assertThat(events.getLast().path("bytesWritten").asLong()).isEqualTo(3 * 4096);
        assertThat(events.getLast().path("bytesRead").asLong()).isPositive();
        assertThat(events.getLast().path("seconds").asDouble()).isPositive();
        assertThat(events.getLast().path("megabytesPerSecond").asDouble()).isPositive();
        assertThat(events.getFirst().properties())
                .extracting(field -> field.getKey() + "=" + field.getValue().asText())
                .contains(
                        "event=restored",
                        "machine=web-1",
                        "disk=vda",
                        "file=" + temp.resolve("out/vda.raw"),
                        "size=" + WebServer.SIZE,
                        "dataBytes=8192",
                        "bytesWritten=8192",
                        "point=" + replica.newest(),
                        "time=2026-01-01T00:00:03Z");
    }

    private byte[] vdaAt(Object point) throws IOException {
        restore(point, "--disk", "vda", "--out", file);
        return Files.readAllBytes(file);
    }

    private void restore(Object point, Object... rest) {
        assertThat(run(arguments(point, rest)).output()).contains("web-1: recovery point ");
    }

    private Object[] arguments(Object point, Object... rest) {
        Object[] start = {"restore", replica.store(), "--machine", "web-1", "--point", point};
        return Stream.concat(Arrays.stream(start), Arrays.stream(rest)).toArray();
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
