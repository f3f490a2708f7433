package io.farshore.bench.nbd;

import io.farshore.bench.figures.Cleanup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs fio's NBD engine against a unix socket. Payload compresses to about half, as that of databases does. */
final class Fio {
    private static final long GRACE_SECONDS = 60;

    private final Path folder;
    private final Cleanup cleanup;
    private final long diskBytes;

    /** @param folder for fio's output */
    Fio(Path folder, Cleanup cleanup, long diskBytes) {
        this.folder = folder;
        this.cleanup = cleanup;
        this.diskBytes = diskBytes;
    }

    /** Measures for a time, all over the disk. */
    FioResult run(Path socket, Workload load, Duration time) throws IOException, InterruptedException {
        return run(
                load,
                time.toSeconds(),
                List.of(
                        "--rw=" + load.fioName(),
                        "--bs=" + load.blockBytes(),
                        "--iodepth=" + load.depth(),
                        "--norandommap",
                        "--time_based",
                        "--runtime=" + time.toMillis() + "ms",
                        uri(socket)));
    }

    /** Writes the whole disk once, so that nothing measured afterwards is a first touch. */
    void fill(Path socket) throws IOException, InterruptedException {
        run(Workload.WRITE_1M_QD8, 0, List.of("--rw=write", "--bs=1m", "--iodepth=4", uri(socket)));
    }

    private static String uri(Path socket) {
        return "--uri=nbd+unix:///?socket=" + socket;
    }

    private FioResult run(Workload load, long seconds, List<String> job) throws IOException, InterruptedException {
        Path output = folder.resolve("fio.json");
        Path errors = folder.resolve("fio.err");
        List<String> command = new ArrayList<>(List.of(
                "fio",
                "--name=bench",
                "--ioengine=nbd",
                "--size=" + diskBytes,
                "--buffer_compress_percentage=50",
                "--refill_buffers",
                "--output-format=json",
                "--output=" + output));
        command.addAll(job);
        Process fio = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile())
                .start();
        try (Cleanup.Entry _ = cleanup.add(fio::destroyForcibly)) {
            if (!fio.waitFor(seconds + GRACE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("fio did not end within %d s: %s"
                        .formatted(seconds + GRACE_SECONDS, String.join(" ", command)));
            }
        }
        if (fio.exitValue() != 0) {
            throw new IOException("fio ended with exit code %d: %s: %s"
                    .formatted(fio.exitValue(), Files.readString(errors).strip(), String.join(" ", command)));
        }
        return FioResult.parse(Files.readString(output), load.isRead());
    }
}
