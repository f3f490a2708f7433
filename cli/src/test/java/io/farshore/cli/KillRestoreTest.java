package io.farshore.cli;

import static io.farshore.cli.Terminal.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.log.DiskSpec;
import io.farshore.testkit.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore in a process of its own that is killed, or told to stop, and what the next one makes of it. */
@Tag("real")
class KillRestoreTest {
    private static final int MIB = 1 << 20;
    private static final int SIZE = 192 * MIB;

    @TempDir
    private Path temp;

    private final byte[] disk = new byte[SIZE];

    @BeforeEach
    void makeReplica() throws IOException {
        Random random = new Random(1);
        try (Replica replica = new Replica(temp.resolve("store"), "m", new DiskSpec("vda", SIZE))) {
            for (int at = 0; at < SIZE; at += 4 * MIB) {
                byte[] noise = new byte[3 * MIB];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, disk, at, noise.length);
                replica.write(0, at, noise).seal();
            }
        }
    }

    @Test
    void aKilledRestoreGoesOnAndTheFileIsRight() throws Exception {
        Path out = temp.resolve("vda.raw");
        List<String> said = new ArrayList<>();
        for (int written : new int[] {1, SIZE / 4, SIZE / 2, SIZE / 8 * 5}) {
            Files.deleteIfExists(out);
            Process child = start("raw", out);
            awaitBlocks(child, temp.resolve("vda.raw.partial"), written);
            child.toHandle().destroyForcibly();
            child.waitFor();
            assertThat(out).doesNotExist();
            assertThat(run(arguments("raw", out)).refusal()).contains("--resume", "--overwrite");

            said.add(goodOutput(arguments("raw", out, "--resume")));

            assertThat(Arrays.mismatch(Files.readAllBytes(out), disk)).isEqualTo(-1);
            assertThat(blocks(out) * 512).isLessThan(SIZE * 7L / 8);
            assertThat(temp.toFile().list()).containsExactlyInAnyOrder("store", "vda.raw");
        }
        assertThat(said).anyMatch(each -> each.contains("resumed at"));
    }

    @Test
    void aRestoreThatIsToldToStopSaysHowToGoOn() throws Exception {
        Path out = temp.resolve("vda.raw");
        Process child = start("raw", out);
        awaitBlocks(child, temp.resolve("vda.raw.partial"), SIZE / 2);
        child.toHandle().destroy();
        String said = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor()).as(said).isEqualTo(1);
        assertThat(said.strip())
                .startsWith("farshore restore: stopped")
                .contains("--resume")
                .hasLineCount(1);
        assertThat(goodOutput(arguments("raw", out, "--resume"))).contains("resumed at");
        assertThat(Arrays.mismatch(Files.readAllBytes(out), disk)).isEqualTo(-1);
    }

    @Test
    void aConversionThatIsToldToStopLeavesNoFileAndNoChild() throws Exception {
        Path out = temp.resolve("vda.qcow2");
        Process child = start("qcow2", out);
        awaitBlocks(child, temp.resolve("vda.qcow2.partial/vda.qcow2"), SIZE / 4);
        List<ProcessHandle> children = child.children().toList();
        child.toHandle().destroy();
        String said = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor()).as(said).isEqualTo(1);
        assertThat(said).contains("stopped: nothing is left");
        assertThat(children).hasSize(1).noneMatch(ProcessHandle::isAlive);
        assertThat(temp.toFile().list()).containsExactly("store");
    }

    @Test
    void aKilledConversionTakesItsChildAlong() throws Exception {
        Path out = temp.resolve("vda.qcow2");
        Process child = start("qcow2", out);
        awaitBlocks(child, temp.resolve("vda.qcow2.partial/vda.qcow2"), SIZE / 4);
        List<ProcessHandle> children = child.children().toList();
        child.toHandle().destroyForcibly();
        child.waitFor();

        assertThat(children).hasSize(1);
        children.getFirst().onExit().get(20, TimeUnit.SECONDS);
        assertThat(out).doesNotExist();
        assertThat(run(arguments("qcow2", out)).refusal()).contains("start afresh (--overwrite)");
        goodOutput(arguments("qcow2", out, "--overwrite"));
        assertThat(temp.toFile().list()).containsExactlyInAnyOrder("store", "vda.qcow2");
    }

    /** What it printed; on a slow machine there is progress on standard error as well. */
    private static String goodOutput(Object... arguments) {
        Terminal.Said said = run(arguments);
        assertThat(said.exitCode()).as(said.err()).isZero();
        return said.out();
    }

    private Process start(String format, Path out) throws IOException {
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                TerminalMain.class.getName());
        List<String> command = Stream.concat(
                        java.stream(), Arrays.stream(arguments(format, out)).map(Object::toString))
                .toList();
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private Object[] arguments(String format, Path out, String... more) {
        Object[] start = {
            "restore", temp.resolve("store"), "--machine", "m", "--point", "latest", "--format", format, "--out", out
        };
        return Stream.concat(Arrays.stream(start), Arrays.stream(more)).toArray();
    }

    /** Returns when so many bytes of the file are there. */
    private static void awaitBlocks(Process child, Path file, long bytes) {
        while (child.isAlive() && (!Files.exists(file) || blocks(file) * 512 < bytes)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private static long blocks(Path file) {
        String said =
                Program.of("stat", "-c", "%b", file.toString()).tryRun().out().strip();
        return said.isEmpty() ? 0 : Long.parseLong(said);
    }
}
