package io.farshore.fabric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real NBD server in a process of its own, standing for a sink or a view server, that can be killed or frozen. */
public final class NbdPeer implements AutoCloseable {
    private final Path socket;
    private final Process process;

    private NbdPeer(Path socket, Process process) {
        this.socket = socket;
        this.process = process;
    }

    /** Writable, like a sink. */
    public static NbdPeer sink(Path socket, Path file) throws Exception {
        return start(socket, "nbdkit", "-f", "-U", socket.toString(), "file", file.toString());
    }

    /** Read-only, like a view server. */
    public static NbdPeer view(Path socket, Path file, String exportName) throws Exception {
        return start(
                socket,
                "qemu-nbd",
                "-r",
                "-t",
                "-f",
                "raw",
                "-k",
                socket.toString(),
                "-x",
                exportName,
                file.toString());
    }

    private static NbdPeer start(Path socket, String... command) throws Exception {
        Files.deleteIfExists(socket);
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Await.until("socket " + socket, Duration.ofSeconds(20), () -> Files.exists(socket));
        return new NbdPeer(socket, process);
    }

    public Path socket() {
        return socket;
    }

    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    public void freeze() throws IOException, InterruptedException {
        Shell.run("kill", "-STOP", Long.toString(process.pid()));
    }

    @Override
    public void close() {
        kill();
    }
}
