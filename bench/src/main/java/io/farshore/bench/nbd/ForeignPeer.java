package io.farshore.bench.nbd;

import io.farshore.bench.figures.Cleanup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A server that is not ours. It keeps no log, so there is nothing to wait for. */
record ForeignPeer(String name, Path socket) implements Peer {
    static final String NBDKIT = "nbdkit memory";

    static ForeignPeer nbdkit(Path folder, long bytes, Cleanup cleanup) throws IOException {
        Path socket = folder.resolve("nbdkit.sock");
        List<String> command =
                List.of("nbdkit", "--foreground", "--unix", socket.toString(), "memory", Long.toString(bytes));
        return start(NBDKIT, command, socket, cleanup);
    }

    /** @param image a raw file */
    static ForeignPeer qemuNbd(Path folder, Path image, Cleanup cleanup) throws IOException {
        Path socket = folder.resolve("qemu-nbd.sock");
        List<String> command = List.of(
                "qemu-nbd",
                "--persistent",
                "--format=raw",
                "--cache=writeback",
                "--socket=" + socket,
                image.toString());
        return start("qemu-nbd raw file", command, socket, cleanup);
    }

    private static ForeignPeer start(String name, List<String> command, Path socket, Cleanup cleanup)
            throws IOException {
        Path log = socket.resolveSibling(socket.getFileName() + ".log");
        Server.start(command, log, cleanup).awaitSocket(socket);
        return new ForeignPeer(name, socket);
    }

    @Override
    public boolean canRead() {
        return true;
    }

    @Override
    public Settled settle(long writes) {
        return Settled.NO_LOG;
    }
}
