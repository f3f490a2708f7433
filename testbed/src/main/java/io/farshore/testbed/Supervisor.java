package io.farshore.testbed;

import io.farshore.testbed.program.Command;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The process that outlives us and takes the bed down when the pipe to it ends: because the bed was closed, or because
 * this program died in any way. Does not know what is in the bed.
 */
final class Supervisor implements AutoCloseable {
    private static final Duration TAKE_DOWN = Duration.ofSeconds(30);

    private final Process process;
    private final ProcessHandle wan;
    private final Path directory;

    private Supervisor(Process process, ProcessHandle wan, Path directory) {
        this.process = process;
        this.wan = wan;
        this.directory = directory;
    }

    static Supervisor start(Path directory) throws IOException {
        Path log = directory.resolve("bed.log");
        Process process = Command.of(
                        "setsid",
                        "sh",
                        "-c",
                        Scripts.read("supervisor.sh"),
                        "farshore-test-bed",
                        directory.toString(),
                        Scripts.read("wan.sh"))
                .builder()
                .redirectError(log.toFile())
                .start();
        try {
            return new Supervisor(process, Announcement.read(reader(process), "up", log), directory);
        } catch (IOException e) {
            process.getOutputStream().close();
            throw e;
        }
    }

    private static BufferedReader reader(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    /** The first process of the bed; its namespaces are the bed's. */
    ProcessHandle wan() {
        return wan;
    }

    /** Returns when no process of the bed runs any more and its directory is gone. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(TAKE_DOWN.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the test bed in %s was not taken down within %s; its first process is %d"
                        .formatted(directory, TAKE_DOWN, wan.pid()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the test bed in %s was taken down".formatted(directory), e);
        }
    }
}
