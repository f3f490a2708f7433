package io.farshore.dataplane.nbd;

import io.farshore.core.block.BlockDevice;
import io.farshore.dataplane.nbd.client.NbdClient;
import io.farshore.dataplane.nbd.server.ConnectionListener;
import io.farshore.dataplane.nbd.server.Exports;
import io.farshore.dataplane.nbd.server.NbdServer;
import io.farshore.dataplane.nbd.server.ServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** A device served as "disk" (also the default), on a unix socket of its own or on loopback. */
final class Served implements AutoCloseable {
    private final Path folder;
    private final NbdServer server;

    private Served(Path folder, NbdServer server) {
        this.folder = folder;
        this.server = server;
    }

    static Served unix(BlockDevice device) throws IOException {
        return unix(device, ServerSettings.defaults(), new ConnectionListener() {});
    }

    static Served unix(BlockDevice device, ServerSettings settings, ConnectionListener listener) throws IOException {
        Path folder = Files.createTempDirectory("farshore-nbd-");
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
        return new Served(folder, NbdServer.listen(address, Exports.single("disk", device), settings, listener));
    }

    static Served tcp(BlockDevice device) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new Served(
                Files.createTempDirectory("farshore-nbd-"), NbdServer.listen(address, Exports.single("disk", device)));
    }

    NbdServer server() {
        return server;
    }

    NbdClient client() throws IOException {
        return NbdClient.connect(server.address(), "disk");
    }

    /** A file beside the socket that goes away with the server. */
    String file(String name) {
        return folder.resolve(name).toString();
    }

    String uri() {
        return server.address() instanceof InetSocketAddress tcp
                ? "nbd://127.0.0.1:%d/disk".formatted(tcp.getPort())
                : "nbd+unix:///disk?socket=" + folder.resolve("s");
    }

    @Override
    public void close() {
        server.close();
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
