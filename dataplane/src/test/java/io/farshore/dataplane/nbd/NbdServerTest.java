package io.farshore.dataplane.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.block.BlockDevice;
import io.farshore.dataplane.nbd.client.NbdClient;
import io.farshore.dataplane.nbd.protocol.Handshake;
import io.farshore.dataplane.nbd.protocol.Transmission;
import io.farshore.dataplane.nbd.server.Exports;
import io.farshore.dataplane.nbd.server.NbdServer;
import io.farshore.dataplane.nbd.server.ServerSettings;
import io.farshore.dataplane.nbd.server.SocketAccess;
import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NbdServerTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder;

    private final MemoryDevice device = MemoryDevice.ofSize(MIB);
    private final Events events = new Events();

    @Test
    void removesItsSocketWhenItIsClosed() throws Exception {
        NbdServer server = NbdServer.listen(address(), exports());
        assertThat(socket()).exists();
        server.close();
        server.close();
        assertThat(socket()).doesNotExist();
    }

    @Test
    void takesThePlaceOfAServerThatIsGone() throws Exception {
        try (ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            gone.bind(address());
        }
        assertThat(socket()).exists();
        try (NbdServer server = NbdServer.listen(address(), exports());
                NbdClient client = NbdClient.connect(server.address(), "")) {
            assertThat(client.size()).isEqualTo(MIB);
        }
    }

    @Test
    void doesNotTakeThePlaceOfAServerThatLives() throws Exception {
        try (NbdServer first = NbdServer.listen(address(), exports())) {
            assertThatThrownBy(() -> NbdServer.listen(address(), exports()).close())
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("another server does already");
            NbdClient.connect(first.address(), "").close();
        }
    }

    @Test
    void doesNotOverwriteAFile() throws Exception {
        Files.writeString(socket(), "precious");
        assertThatThrownBy(() -> NbdServer.listen(address(), exports()).close())
                .isInstanceOf(BindException.class)
                .hasMessageContaining("a file that is no socket is in the way");
        assertThat(socket()).hasContent("precious");
    }

    @Test
    void leavesASocketAloneThatIsNotItsOwn() throws Exception {
        NbdServer server = NbdServer.listen(address(), exports());
        Files.delete(socket());
        Files.writeString(socket(), "somebody else's");
        server.close();
        assertThat(socket()).hasContent("somebody else's");
    }

    @Test
    void letsOnlyTheOwnerConnectUnlessToldOtherwise() throws Exception {
        try (NbdServer server = NbdServer.listen(address(), exports())) {
            assertThat(server.connectionCount()).isZero();
            assertThat(mode()).isEqualTo("rw-------");
        }
        ServerSettings open = ServerSettings.defaults().withSocketAccess(SocketAccess.of("rw-rw----"));
        try (NbdServer server = NbdServer.listen(address(), exports(), open, events)) {
            assertThat(server.connectionCount()).isZero();
            assertThat(mode()).isEqualTo("rw-rw----");
        }
    }

    @Test
    @Tag("real")
    void givesItsSocketToAnotherUser() throws Exception {
        ServerSettings given = ServerSettings.defaults()
                .withSocketAccess(SocketAccess.ownerOnly().ownedBy("nobody", "nogroup"));
        try (NbdServer server = NbdServer.listen(address(), exports(), given, events)) {
            assertThat(server.connectionCount()).isZero();
            assertThat(Files.getOwner(socket()).getName()).isEqualTo("nobody");
        }
        ServerSettings unknown = ServerSettings.defaults()
                .withSocketAccess(SocketAccess.ownerOnly().ownedBy("no-such-user", "nogroup"));
        assertThatThrownBy(() ->
                        NbdServer.listen(address(), exports(), unknown, events).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no-such-user");
        assertThat(socket()).doesNotExist();
    }

    @Test
    void sendsAwayClientsBeyondTheLimit() throws Exception {
        ServerSettings few = ServerSettings.defaults().withMaxConnections(2);
        try (NbdServer server = NbdServer.listen(address(), exports(), few, events);
                NbdClient first = NbdClient.connect(address(), "");
                NbdClient second = NbdClient.connect(address(), "")) {
            try (RawPeer third = new RawPeer(address())) {
                assertThat(third.isHungUpOn()).isTrue();
            }
            assertThat(server.connectionCount()).isEqualTo(2);
            assertThat(first.size() + second.size()).isEqualTo(2 * MIB);
            assertThat(List.of(events.next(), events.next(), events.next()))
                    .containsExactlyInAnyOrder(
                            "opened disk", "opened disk", "refused: 2 clients are connected already");
        }
    }

    @Test
    void sendsAwayAClientThatDoesNotChoose() throws Exception {
        ServerSettings hasty = ServerSettings.defaults().withHandshakeTimeout(Duration.ofMillis(100));
        try (NbdServer server = NbdServer.listen(address(), exports(), hasty, events);
                NbdClient client = NbdClient.connect(address(), "");
                RawPeer silent = new RawPeer(address())) {
            assertThat(events.next()).isEqualTo("opened disk");
            assertThat(silent.isHungUpOn()).isTrue();
            assertThat(events.next()).isEqualTo("refused: no export was chosen within PT0.1S");
            client.flush();
            assertThat(server.connectionCount()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void tellsItsListenerWhoCameAndWentAndWhatFailed() throws Exception {
        try (Served served = Served.unix(device, ServerSettings.defaults(), events)) {
            NbdClient client = served.client();
            assertThat(events.next()).isEqualTo("opened disk");
            device.failWith(new IOException("the reason"));
            assertThatThrownBy(() -> client.write(512, ByteBuffer.allocate(3))).isInstanceOf(IOException.class);
            assertThat(events.next()).isEqualTo("failed: WRITE 512+3 the reason");
            client.close();
            assertThat(events.next()).isEqualTo("closed disk: the client disconnected");
            NbdClient second = served.client();
            assertThat(events.next()).isEqualTo("opened disk");
            served.server().close();
            assertThat(events.next()).isEqualTo("closed disk: the server was closed");
            second.close();
        }
    }

    @Test
    void itsThreadsAreNamedAfterExportAndPeerAndEndWithIt() throws Exception {
        try (Served served = Served.unix(device, ServerSettings.defaults(), events);
                NbdClient client = served.client()) {
            assertThat(events.next()).isEqualTo("opened disk");
            assertThat(client.size()).isEqualTo(MIB);
            assertThat(nbdThreads()).anyMatch("nbd disk/unix#1"::equals);
        }
        assertThat(nbdThreads()).isEmpty();
    }

    private static List<String> nbdThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("nbd "))
                .toList();
    }

    @Test
    void theEmptyNameOpensTheDefaultExportOnly() throws Exception {
        Exports exports = Exports.of(Map.of("vda", device, "vdb", MemoryDevice.ofSize(7)), "vdb");
        try (NbdServer server = NbdServer.listen(address(), exports);
                NbdClient standard = NbdClient.connect(server.address(), "");
                NbdClient first = NbdClient.connect(server.address(), "vda")) {
            assertThat(standard.size()).isEqualTo(7);
            assertThat(first.size()).isEqualTo(MIB);
        }
        assertThatThrownBy(() -> Exports.of(Map.of("vda", device), "vdx"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("default export 'vdx' is not one of [vda]");
    }

    @Test
    void oldClientsGetTheirZeroesAndMaySendRequestsAtOnce() throws Exception {
        try (NbdServer server = NbdServer.listen(address(), exports());
                RawPeer peer = RawPeer.greeted(server.address(), Handshake.FLAG_FIXED_NEWSTYLE)) {
            peer.option(Handshake.OPT_EXPORT_NAME, "disk".getBytes(StandardCharsets.UTF_8));
            peer.send(RawPeer.request(Transmission.READ, 5, 0, 3));
            assertThat(peer.in().readLong()).isEqualTo(MIB);
            assertThat(peer.in().readShort() & Transmission.SEND_DF).isZero();
            assertThat(peer.in().readNBytes(Handshake.ZEROES)).containsOnly(0);
            assertThat(peer.simpleReply(5)).isZero();
            assertThat(peer.in().readNBytes(3)).containsOnly(0);
        }
    }

    @Test
    void aBugOfTheDeviceEndsTheConnectionAndNoOther() throws Exception {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, bug) -> {});
        try (Served served = Served.unix(new BuggyDevice(), ServerSettings.defaults(), events)) {
            NbdClient client = served.client();
            NbdClient other = served.client();
            assertThat(events.next()).isEqualTo("opened disk");
            assertThat(events.next()).isEqualTo("opened disk");
            assertThatThrownBy(() -> client.read(0, ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
            assertThat(events.next()).isEqualTo("closed disk: a bug: java.lang.IllegalStateException: on purpose");
            other.flush();
            other.close();
            client.close();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void spinningChangesNothingButTheLatency() throws Exception {
        ServerSettings spinning = ServerSettings.defaults().withSpin(Duration.ofNanos(20_000));
        try (Served served = Served.unix(device, spinning, events);
                NbdClient client = served.client()) {
            ByteBuffer large = ByteBuffer.allocate(MIB);
            for (int i = 0; i < 50; i++) {
                client.write(0, large.clear().put(i, (byte) i).rewind());
                client.read(0, large.clear());
                assertThat(large.get(i)).isEqualTo((byte) i);
            }
        }
    }

    private UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(socket());
    }

    private Path socket() {
        return folder.resolve("disk.sock");
    }

    private Exports exports() {
        return Exports.single("disk", device);
    }

    private String mode() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(socket()));
    }

    /** Throws what no device should. */
    private static final class BuggyDevice implements BlockDevice {
        @Override
        public long size() {
            return MIB;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public void read(long offset, ByteBuffer target) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public void write(long offset, ByteBuffer source) {}

        @Override
        public void zero(long offset, long length) {}

        @Override
        public void trim(long offset, long length) {}

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
