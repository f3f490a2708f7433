package io.farshore.dist.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The demonstration as a stranger runs it. */
@Tag("real")
final class DemoTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** Its name is short, because those of the sockets in it have to be. */
    private final Path temporary =
            Path.of("/tmp", "fsdemo-" + ProcessHandle.current().pid());

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(temporary);
    }

    @AfterEach
    void deleteFolder() throws IOException {
        Files.deleteIfExists(temporary.resolve("out"));
        Files.deleteIfExists(temporary.resolve("err"));
        Files.deleteIfExists(temporary);
    }

    @Test
    void showsThatEverythingHoldsAndLeavesNothingBehind() throws Exception {
        Path out = temporary.resolve("out");
        Path err = temporary.resolve("err");
        Process demo = new ProcessBuilder(words())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean ended = demo.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            demo.destroy();
            demo.waitFor(30, TimeUnit.SECONDS);
        }
        assertThat(ended)
                .as("the demo's end within %s: %s", LIMIT, Files.readString(err))
                .isTrue();
        assertThat(demo.exitValue()).as(Files.readString(err)).isZero();

        List<String> lines = Files.readAllLines(out);
        assertThat(lines).hasSize(1);
        expectReport(JsonMapper.builder().build().readTree(lines.getFirst()));
        assertThat(Files.readString(err))
                .contains("initial replication of vda: 256 of 256 MiB", "initial replication of vdb: 256 of 256 MiB");
        expectNothingLeft();
    }

    /** Its bed is in our folder, so that other beds on this machine do not matter. */
    private List<String> words() {
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.add("-Djava.io.tmpdir=" + temporary);
        words.addAll(List.of("-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED"));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.farshore.dist.Farshore"));
        words.addAll(List.of("demo", "--json"));
        return words;
    }

    private static void expectReport(JsonNode report) {
        assertThat(report.path("ok").isBoolean()).isTrue();
        assertThat(report.path("ok").asBoolean()).as("%s", report).isTrue();
        assertThat(report.path("prefixHolds").asBoolean()).isTrue();
        long acknowledged = number(report, "acknowledged");
        long recovered = number(report, "recovered");
        assertThat(recovered).isPositive();
        assertThat(number(report, "lostRecords")).isEqualTo(Math.max(0, acknowledged - recovered));
        assertThat(report.path("lostSeconds").asDouble(-1)).isBetween(0.0, 10.0);
        double poweredOn = report.path("powerOnSeconds").asDouble(-1);
        assertThat(poweredOn).isPositive();
        assertThat(report.path("guestReadySeconds").asDouble(-1)).isGreaterThan(poweredOn);
        assertThat(report.path("hydratedSeconds").asDouble(-1)).isGreaterThan(poweredOn);
        JsonNode earlier = report.path("earlierPoint");
        assertThat(number(earlier, "recovered")).isBetween(1L, recovered - 1);
        assertThat(earlier.path("prefixHolds").asBoolean()).isTrue();
    }

    private static long number(JsonNode report, String field) {
        assertThat(report.path(field).isIntegralNumber())
                .as("%s in %s", field, report)
                .isTrue();
        return report.path(field).asLong();
    }

    /** A bed's processes have its folder on their command lines, or are ended with it by the kernel. */
    private void expectNothingLeft() throws IOException {
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).containsExactlyInAnyOrder(temporary.resolve("out"), temporary.resolve("err"));
        }
        assertThat(processesOf(temporary.toString())).isEmpty();
    }

    private static List<String> processesOf(String folder) {
        return ProcessHandle.allProcesses()
                .map(process -> commandLine(process.pid()))
                .filter(line -> line.contains(folder + "/farshore-bed"))
                .toList();
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException e) {
            return ""; // It has ended meanwhile.
        }
    }
}
