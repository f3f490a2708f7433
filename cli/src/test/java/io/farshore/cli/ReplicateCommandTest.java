package io.farshore.cli;

import static io.farshore.cli.Terminal.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.cli.Terminal.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A replication that runs, in this process: what can be asked of it, and how it ends. */
@Timeout(60)
class ReplicateCommandTest {
    @TempDir
    private Path temp;

    private Path disk;

    @BeforeEach
    void makeDisk() throws IOException {
        disk = Files.write(temp.resolve("vda.img"), new byte[1 << 20]);
    }

    @Test
    void takesMarksUntilItIsStopped() throws Exception {
        CompletableFuture<Said> replication = start("run", "vda=1M");

        assertThat(mark("run", "before upgrade").output()).contains("recovery point 1.", " at 20");
        assertThat(stop(replication, "run").exitCode()).isZero();
        assertThat(mark("run", "too late").refusal()).contains("no farshore replicates in");
    }

    @Test
    void refusesANameThatNoMarkCanHave() throws Exception {
        CompletableFuture<Said> replication = start("run", "vda=1M");

        String rule = "at most 256 bytes of UTF-8 and no control characters: choose another";
        assertThat(mark("run", "a\u0007b").refusal()).contains(rule);
        assertThat(mark("run", "a\nb").refusal()).contains(rule);
        assertThat(mark("run", "x".repeat(257)).refusal()).contains(rule);
        assertThat(mark("run", "ü".repeat(129)).refusal()).contains(rule);
        assertThat(mark("run", "x".repeat(256)).exitCode()).isZero();
        assertThat(stop(replication, "run").exitCode()).isZero();
    }

    @Test
    void refusesADiskOrAFolderThatAnotherUses() throws Exception {
        CompletableFuture<Said> replication = start("run", "vda=" + disk);

        assertThat(run(arguments("run", "vda=2M")).refusal()).contains("in use by another running farshore: stop it");
        assertThat(run(arguments("other", "vda=" + disk)).refusal()).contains(disk + " is in use by another farshore");
        assertThat(stop(replication, "run").exitCode()).isZero();
    }

    @Test
    void refusesADiskThatIsSmallerThanInItsReplica() throws Exception {
        assertThat(stop(start("run", "vda=2M"), "run").exitCode()).isZero();

        assertThat(run(arguments("run", "vda=1M")).refusal())
                .contains(
                        "disk vda of machine web-1 has 1048576 bytes, but its replica has 2097152: a disk may grow, not");
    }

    @Test
    void takesDisksThatHaveGrownOrAreNew() throws Exception {
        assertThat(stop(start("run", "vda=1M"), "run").exitCode()).isZero();

        assertThat(stop(start("run", "vda=2M"), "run").exitCode()).isZero();
    }

    @Test
    void endsAsFencedWhenAnotherTakesTheMachineOver() throws Exception {
        CompletableFuture<Said> first = start("first", "vda=1M");
        CompletableFuture<Said> second = start("second", "vda=1M");
        mark("first", "shipped into a claimed generation");

        assertThat(first.get(30, TimeUnit.SECONDS).failure(4)).contains("generation 2");
        assertThat(stop(second, "second").exitCode()).isZero();
    }

    @Test
    void endsAsUnavailableWhenCacheStorageIsAwayAtItsEnd() throws Exception {
        CompletableFuture<Said> replication = start("run", "vda=1M");
        Files.move(temp.resolve("cache"), temp.resolve("unmounted"));
        mark("run", "not shipped");

        assertThat(stop(replication, "run").failure(5)).contains("cache");
    }

    private CompletableFuture<Said> start(String folder, String disk) throws Exception {
        Path listen = Files.createDirectories(temp.resolve(folder));
        try (WatchService watch = listen.getFileSystem().newWatchService()) {
            listen.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            CompletableFuture<Said> replication = CompletableFuture.supplyAsync(
                    () -> run(arguments(folder, disk)),
                    task -> Thread.ofPlatform().daemon().start(task));
            while (!Files.exists(listen.resolve("control.sock")) && !replication.isDone()) {
                watch.poll(1, TimeUnit.SECONDS);
            }
            return replication;
        }
    }

    private Object[] arguments(String folder, String disk) {
        return new Object[] {
            "replicate",
            "--machine",
            "web-1",
            "--disk",
            disk,
            "--listen",
            temp.resolve(folder),
            "--cache",
            temp.resolve("cache"),
            "--stop-timeout",
            1
        };
    }

    private Said mark(String folder, String name) {
        return run("mark", "--listen", temp.resolve(folder), "--name", name);
    }

    private Said stop(CompletableFuture<Said> replication, String folder) throws Exception {
        run("mobility", "detach", "--domain", "any", "--listen", temp.resolve(folder))
                .output();
        return replication.get(30, TimeUnit.SECONDS);
    }
}
