package io.farshore.bench.nbd;

import io.farshore.bench.figures.Cleanup;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server as a process of its own, that is ended with the benchmark. Its output is in a file, unless somebody reads it. */
final class Server {
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);
    private static final long STOPS_WITHIN_SECONDS = 20;

    private final List<String> command;
    private final Path errors;
    private final Process process;

    private Server(List<String> command, Path errors, Process process) {
        this.command = command;
        this.errors = errors;
        this.process = process;
    }

    /** @param log where its standard error goes, for messages when it fails */
    static Server start(List<String> command, Path log, Cleanup cleanup) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectError(log.toFile())
                .start();
        Server server = new Server(command, log, process);
        cleanup.add(server::stop);
        return server;
    }

    Process process() {
        return process;
    }

    /** Waits until somebody listens at the socket. */
    void awaitSocket(Path socket) throws IOException {
        long end = System.nanoTime() + STARTS_WITHIN.toNanos();
        while (!listens(socket)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw failed("does not serve " + socket);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static boolean listens(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The failure of this server, with what it said last. */
    IOException failed(String what) {
        return new IOException("%s %s; it said: %s".formatted(String.join(" ", command), what, lastWords()));
    }

    private String lastWords() {
        try {
            return Files.readString(errors).lines().reduce("nothing", (all, line) -> line);
        } catch (IOException e) {
            return "(its log cannot be read: " + e.getMessage() + ")";
        }
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOPS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
