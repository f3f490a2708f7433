package io.farshore.cli;

import static io.farshore.cli.Terminal.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farshore.core.log.DiskSpec;
import io.farshore.testkit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restore would do, said beforehand, and what is refused before it begins. */
class RestorePlanTest {
    @TempDir
    private Path temp;

    private WebServer replica;

    @BeforeEach
    void makeReplica() throws IOException {
        replica = WebServer.in(temp.resolve("store"));
    }

    @Test
    void thePlanIsWhatTheRestoreThenReads() throws IOException {
        Path out = temp.resolve("vda.raw");
        JsonNode plan = json(run(arguments("--disk", "vda", "--out", out, "--plan", "--json"))
                .output());
        JsonNode vda = plan.path("disks").get(0);
        assertThat(temp.toFile().list()).containsExactly("store");
        assertThat(vda.path("size").asLong()).isEqualTo(WebServer.SIZE);
        assertThat(vda.path("dataBytes").asLong()).isEqualTo(2 * WebServer.BLOCK);
        assertThat(vda.path("zeroBytes").asLong()).isEqualTo(WebServer.SIZE - 2 * WebServer.BLOCK);
        assertThat(vda.path("objects").asLong()).isEqualTo(2);
        assertThat(vda.path("file").asText()).isEqualTo(out.toString());
        assertThat(vda.path("freeBytes").asLong()).isPositive();
        assertThat(plan.path("point").asText()).isEqualTo(replica.newest().toString());

        String last = run(arguments("--disk", "vda", "--out", out, "--json"))
                .output()
                .lines()
                .reduce((a, b) -> b)
                .orElseThrow();
        assertThat(json(last).path("bytesRead").asLong())
                .isEqualTo(vda.path("storedBytes").asLong());
    }

    @Test
    void thePlanOfAllDisksNamesEachAndMakesNoFolder() {
        String said = run(arguments("--out", temp.resolve("new/out"), "--plan")).output();

        assertThat(said)
                .contains("recovery point " + replica.newest())
                .contains("vda to " + temp.resolve("new/out/vda.raw"), "8.0 KiB data")
                .contains("vdb to " + temp.resolve("new/out/vdb.raw"))
                .contains("all disks, 6.0 MiB", "free there");
        assertThat(temp.resolve("new")).doesNotExist();
    }

    @Test
    void theExtensionIsTheFormats() {
        assertThat(run(arguments("--out", temp.resolve("out"), "--plan", "--format", "vpc"))
                        .output())
                .contains("out/vda.vhd", "out/vdb.vhd");
    }

    @Test
    void wrongInputsAreRefusedInOneLine() throws IOException {
        Path out = temp.resolve("a");
        assertThat(refusal("--out", out, "--format", "iso"))
                .contains("'iso' is no format", "raw, qcow2, vhdx, vmdk, vpc");
        assertThat(refusal("--out", out, "--format", "qcow2", "--resume"))
                .contains("only raw files can be resumed", "leave --resume out");
        assertThat(refusal("--out", out, "--plan", "--resume")).contains("leave --resume out");
        Files.writeString(temp.resolve("b"), "mine");
        assertThat(refusal("--out", temp.resolve("b"), "--disk", "vda", "--plan"))
                .contains("exists already");
        assertThat(refusal("--out", temp.resolve("no/c"), "--disk", "vda", "--plan"))
                .contains("there is no folder");
        assertThat(temp.toFile().list()).containsExactlyInAnyOrder("store", "b");
    }

    @Test
    @Tag("real")
    void whatDoesNotFitIsRefusedBeforeAnythingIsWritten() throws IOException {
        Path small = Files.createDirectory(temp.resolve("small"));
        byte[] noise = new byte[2 << 20];
        new Random(1).nextBytes(noise);
        try (Replica big = new Replica(temp.resolve("big"), "web-1", new DiskSpec("vda", 8 << 20))) {
            big.write(0, 0, noise).seal();
        }
        Program.of("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString())
                .run();
        try {
            for (String[] how : new String[][] {{}, {"--plan"}, {"--format", "qcow2"}}) {
                Object[] start = {
                    "restore", temp.resolve("big"), "--machine", "web-1", "--point", "latest", "--out", small
                };
                Terminal.Said said = run(
                        Stream.concat(Arrays.stream(start), Arrays.stream(how)).toArray());
                assertThat(said.failure(2)).contains("not enough space", "2.0 MiB are needed", "1.0 MiB are free");
                assertThat(small.toFile().list()).isEmpty();
            }
        } finally {
            Program.of("umount", small.toString()).run();
        }
    }

    private String refusal(Object... more) {
        return run(arguments(more)).refusal();
    }

    private Object[] arguments(Object... more) {
        Object[] start = {"restore", replica.store(), "--machine", "web-1", "--point", "latest"};
        return Stream.concat(Arrays.stream(start), Arrays.stream(more)).toArray();
    }

    private static JsonNode json(String line) throws IOException {
        return new ObjectMapper().readTree(line);
    }
}
