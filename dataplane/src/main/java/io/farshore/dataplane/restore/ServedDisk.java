package io.farshore.dataplane.restore;

import io.farshore.core.block.BlockDevice;
import io.farshore.dataplane.nbd.server.ConnectionListener;
import io.farshore.dataplane.nbd.server.Exports;
import io.farshore.dataplane.nbd.server.NbdServer;
import io.farshore.dataplane.nbd.server.ServerSettings;
import io.farshore.dataplane.nbd.server.Session;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A disk at a unix socket in a folder of its own that nobody else can enter, and what its reads failed with. Does not own the disk. */
final class ServedDisk implements AutoCloseable {
    private final Path folder;
    private final NbdServer server;
    private final FirstFailure failures;

    private ServedDisk(Path folder, NbdServer server, FirstFailure failures) {
        this.folder = folder;
        this.server = server;
        this.failures = failures;
    }

    static ServedDisk serve(String name, BlockDevice disk) throws IOException {
        Path folder = Files.createTempDirectory("farshore-restore-");
        FirstFailure failures = new FirstFailure();
        try {
            NbdServer server = NbdServer.listen(
                    UnixDomainSocketAddress.of(socket(folder)),
                    Exports.single(name, disk),
                    ServerSettings.defaults(),
                    failures);
            return new ServedDisk(folder, server, failures);
        } catch (IOException | RuntimeException e) {
            Files.delete(folder);
            throw e;
        }
    }

    Path socket() {
        return socket(folder);
    }

    private static Path socket(Path folder) {
        return folder.resolve("disk.sock");
    }

    /** What a client was only told as an input/output error; null when all went well. */
    @Nullable
    IOException failure() {
        return failures.first.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket());
        Files.deleteIfExists(folder);
    }

    private static final class FirstFailure implements ConnectionListener {
        private final AtomicReference<@Nullable IOException> first = new AtomicReference<>();

        @Override
        public void deviceFailed(Session session, String command, long offset, long length, IOException failure) {
            first.compareAndSet(null, failure);
        }
    }
}
