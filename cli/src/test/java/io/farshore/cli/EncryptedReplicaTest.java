package io.farshore.cli;

import static io.farshore.cli.Terminal.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.cli.Terminal.Said;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the disk to the restored file with keys: nothing is in the open on the way, and nothing but the key file opens it. */
class EncryptedReplicaTest {
    private static final byte[] MARKER = "4 KiB of what nobody else may read. "
            .repeat(114)
            .substring(0, 4096)
            .getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path temp;

    private Path disk;

    private Path keys;

    @BeforeEach
    void makeDiskAndKeys() throws IOException {
        byte[] content = new byte[1 << 20];
        new SplittableRandom(1).nextBytes(content);
        System.arraycopy(MARKER, 0, content, 8192, MARKER.length);
        disk = Files.write(temp.resolve("disk"), content);
        keys = temp.resolve("keys");
        assertThat(run("key", "create", keys).output())
                .contains("Losing this file is the one loss that nothing can undo");
    }

    @Test
    void isRestoredFromTheReplicaStoreAndTheKeyFileAlone() throws Exception {
        StringBuilder printed = new StringBuilder(replicate());
        assertThat(process("--key-file", temp.resolve("none")).failure(2)).contains("there is no key file");
        assertThat(process().err())
                .contains("data key", "is missing", "--key-file")
                .doesNotContain("Exception");
        assertThat(process().exitCode()).isEqualTo(2);
        Said processed = process("--key-file", keys);
        assertThat(processed.exitCode()).as(processed.err()).isZero();
        printed.append(processed.out());
        Files.move(temp.resolve("cache"), temp.resolve("gone"));

        assertThat(restore("refused").failure(2)).contains("data key", "--key-file");
        Path others = temp.resolve("others");
        run("key", "create", others).output();
        assertThat(restore("refused", "--key-file", others).failure(2)).contains("others", "does not hold");
        assertThat(restore("out.raw", "--key-file", keys).exitCode()).isZero();
        assertThat(temp.resolve("out.raw")).hasSameBinaryContentAs(disk);
        assertThat(run("verify", store(), "--key-file", keys).output()).contains("nothing is damaged");
        assertThat(run("verify", store()).failure(2)).contains("data key");
        assertThat(run("inspect", segment()).failure(2)).contains("data key");
        assertThat(run("inspect", segment(), "--key-file", keys).output()).contains("segment");

        nothingIsInTheOpen(temp.resolve("gone"), printed.toString());
        nothingIsInTheOpen(store(), printed.toString());
    }

    @Test
    void goesOnWithARotatedKeyFile() throws Exception {
        replicate();
        process("--key-file", keys).output();
        run("key", "rotate", keys).output();
        assertThat(run("key", "list", keys).output().lines()).hasSize(2);
        assertThat(run("key", "rewrap", store(), "--machine", "web-1", "--key-file", keys)
                        .output())
                .contains("1 data keys", "1 new wraps", "1 old ones removed");
        assertThat(restore("out.raw", "--key-file", keys).exitCode()).isZero();
        assertThat(temp.resolve("out.raw")).hasSameBinaryContentAs(disk);
        assertThat(run("key", "rewrap", store(), "--machine", "web-2", "--key-file", keys)
                        .refusal())
                .contains("no key of a machine 'web-2'");
        assertThat(run("key", "rewrap", store(), "--machine", "web-1").refusal())
                .contains("--key-file PATH");
    }

    @Test
    void anEncryptedMachineIsNotReplicatedInTheOpen() throws Exception {
        replicate();
        assertThat(run(arguments()).refusal()).contains("web-1, which is encrypted", "--key-file");
        assertThat(run("key", "create", keys).refusal()).contains("never overwritten");
    }

    private String replicate() throws Exception {
        Object[] arguments = Stream.concat(Arrays.stream(arguments()), Stream.of("--key-file", keys))
                .toArray();
        CompletableFuture<Said> running = CompletableFuture.supplyAsync(
                () -> run(arguments), task -> Thread.ofPlatform().daemon().start(task));
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (run("mark", "--listen", temp.resolve("run"), "--name", "copied").exitCode() != 0) {
            assertThat(running).isNotDone();
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        run("mobility", "detach", "--domain", "any", "--listen", temp.resolve("run"))
                .output();
        Said said = running.get(30, TimeUnit.SECONDS);
        assertThat(said.exitCode()).as(said.err()).isZero();
        return said.out() + said.err();
    }

    private Object[] arguments() {
        return new Object[] {
            "replicate",
            "--machine",
            "web-1",
            "--disk",
            "vda=" + disk,
            "--listen",
            temp.resolve("run"),
            "--cache",
            temp.resolve("cache")
        };
    }

    private Said process(Object... more) {
        return run(Stream.concat(
                        Stream.of("process", "--cache", temp.resolve("cache"), "--store", store(), "--once"),
                        Arrays.stream(more))
                .toArray());
    }

    private Said restore(String out, Object... more) {
        return run(Stream.concat(
                        Stream.of(
                                "restore",
                                store(),
                                "--machine",
                                "web-1",
                                "--point",
                                "latest",
                                "--out",
                                temp.resolve(out)),
                        Arrays.stream(more))
                .toArray());
    }

    private Path store() {
        return temp.resolve("store");
    }

    private Path segment() throws IOException {
        return files(store()).stream()
                .filter(file -> file.toString().endsWith(".seg"))
                .findFirst()
                .orElseThrow();
    }

    private void nothingIsInTheOpen(Path store, String printed) throws IOException {
        String secret = Files.readAllLines(keys).get(1).split(" ", -1)[2];
        String raw = new String(Base64.getDecoder().decode(secret), StandardCharsets.ISO_8859_1);
        String marker = new String(MARKER, 0, 64, StandardCharsets.US_ASCII);
        List<Path> files = files(store);
        assertThat(files).hasSizeGreaterThan(3);
        for (Path file : files) {
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1).contains(marker))
                    .as("plain text in %s", file)
                    .isFalse();
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1).contains(raw))
                    .as("key in %s", file)
                    .isFalse();
        }
        assertThat(printed).doesNotContain(secret);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
