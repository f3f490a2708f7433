package io.farshore.dist.endtoend;

import io.farshore.dataplane.nbd.client.NbdClient;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A {@code qemu-storage-daemon} between the writer and us that writes every change down in a log of its own: {@link OutsideLog}. */
final class Recorder implements AutoCloseable {
    private static final long LOG_BYTES = 256 << 20;
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Process process;
    private final Path log;
    private final Path socket;

    private Recorder(Process process, Path log, Path socket) {
        this.process = process;
        this.log = log;
        this.socket = socket;
    }

    static Recorder start(Site site) throws IOException {
        Path log = site.path("log.raw");
        Path socket = site.path("rec.sock");
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.setLength(LOG_BYTES);
        }
        Process process = new ProcessBuilder(
                        "qemu-storage-daemon",
                        "--blockdev",
                        "driver=nbd,node-name=nbd0,discard=unmap,export=vda,server.type=unix,server.path="
                                + site.path("s/vda.sock"),
                        "--blockdev",
                        "driver=file,node-name=log0,filename=" + log,
                        "--blockdev",
                        "driver=blklogwrites,node-name=rec,file=nbd0,log=log0,log-sector-size=512,"
                                + "log-super-update-interval=1,discard=unmap",
                        "--nbd-server",
                        "addr.type=unix,addr.path=" + socket,
                        "--export",
                        "type=nbd,id=e,node-name=rec,writable=on")
                .inheritIO()
                .start();
        return new Recorder(process, log, socket);
    }

    Path socket() {
        return socket;
    }

    /** Connects, as soon as it listens. */
    NbdClient connect() throws IOException {
        long end = System.nanoTime() + START_NANOS;
        while (!Files.exists(socket) && process.isAlive() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return NbdClient.connect(UnixDomainSocketAddress.of(socket), "rec");
    }

    /** Ends it, and reads what it wrote down. */
    OutsideLog stop() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new AssertionError("qemu-storage-daemon has not ended");
        }
        return OutsideLog.read(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
