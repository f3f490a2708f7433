package io.farshore.fabric.boot;

import io.farshore.fabric.HypervisorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/** Makes and deletes the qcow2 file of a disk, with qemu-img. Does not open it for a guest. */
final class Overlay {
    private Overlay() {}

    /** Makes an empty overlay whose header names the view, without opening the view. */
    static void create(ViewDisk disk) throws IOException, InterruptedException {
        if (Files.exists(disk.overlay())) {
            throw new IllegalArgumentException(
                    "cannot make the overlay of disk %s: %s exists; give another path or remove it"
                            .formatted(disk.target(), disk.overlay()));
        }
        run(
                "qemu-img",
                "create",
                "-q",
                "-u",
                "-f",
                "qcow2",
                "-F",
                "raw",
                "-b",
                backing(disk),
                disk.overlay().toString(),
                Long.toString(disk.sizeBytes()));
    }

    private static String backing(ViewDisk disk) {
        return "nbd+unix:///%s?socket=%s".formatted(disk.exportName(), disk.socket());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new HypervisorException("%s failed: %s".formatted(String.join(" ", command), said));
        }
    }
}
