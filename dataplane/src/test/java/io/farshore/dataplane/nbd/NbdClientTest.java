package io.farshore.dataplane.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.block.BlockDevice;
import io.farshore.core.block.ReadOnlyDeviceException;
import io.farshore.core.failure.UnavailableException;
import io.farshore.dataplane.nbd.client.ClientSettings;
import io.farshore.dataplane.nbd.client.NbdClient;
import io.farshore.dataplane.nbd.client.NbdException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our client with our server. */
class NbdClientTest {
    private static final int MIB = 1 << 20;
    private static final int SEEDS = 12;
    private static final int STEPS = 300;

    private final MemoryDevice device = MemoryDevice.ofSize(2 * MIB);

    @Test
    void aDiskOverTheWireBehavesLikeAnArrayOfBytes() throws Exception {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try (Served served = seed % 2 == 0
                            ? Served.unix(MemoryDevice.ofSize(MIB))
                            : Served.tcp(MemoryDevice.ofSize(MIB));
                    NbdClient client = served.client()) {
                compareWithModel(client, new Random(seed));
            } catch (Exception | AssertionError failure) {
                throw new AssertionError("with seed " + seed, failure);
            }
        }
    }

    private static void compareWithModel(BlockDevice client, Random random) throws IOException {
        byte[] model = new byte[(int) client.size()];
        for (int step = 0; step < STEPS; step++) {
            int offset = random.nextInt(model.length + 1);
            int length = Math.min(random.nextInt(1 << random.nextInt(1, 20)), model.length - offset);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    byte[] content = new byte[length];
                    random.nextBytes(content);
                    client.write(offset, random.nextBoolean() ? ByteBuffer.wrap(content) : direct(content));
                    System.arraycopy(content, 0, model, offset, length);
                }
                case 3 -> {
                    client.zero(offset, length);
                    Arrays.fill(model, offset, offset + length, (byte) 0);
                }
                case 4 -> {
                    client.trim(offset, length);
                    Arrays.fill(model, offset, offset + length, (byte) 0);
                }
                case 5 -> client.flush();
                case 6 -> checkExtents(client, offset, length, model);
                default ->
                    assertThat(read(client, offset, length))
                            .isEqualTo(Arrays.copyOfRange(model, offset, offset + length));
            }
        }
        assertThat(read(client, 0, model.length)).isEqualTo(model);
    }

    private static void checkExtents(BlockDevice client, int offset, int length, byte[] model) throws IOException {
        long[] next = {offset};
        client.extents(offset, length, (at, part, zero) -> {
            assertThat(at).isEqualTo(next[0]);
            next[0] += part;
            if (zero) {
                assertThat(Arrays.copyOfRange(model, (int) at, (int) (at + part)))
                        .containsOnly(0);
            }
        });
        assertThat(next[0]).isEqualTo(offset + length);
    }

    private static ByteBuffer direct(byte[] content) {
        return ByteBuffer.allocateDirect(content.length).put(content).flip();
    }

    private static byte[] read(BlockDevice from, long offset, int length) throws IOException {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) 0x55);
        ByteBuffer target = ByteBuffer.wrap(content);
        from.read(offset, target);
        assertThat(target.hasRemaining()).isFalse();
        return content;
    }

    @Test
    void splitsWhatIsLargerThanTheServerTakes() throws Exception {
        byte[] content = new byte[70 * MIB];
        new Random(3).nextBytes(content);
        try (Served served = Served.unix(MemoryDevice.ofSize(content.length));
                NbdClient client = served.client()) {
            client.write(0, ByteBuffer.wrap(content));
            assertThat(read(client, 0, content.length)).isEqualTo(content);
        }
    }

    @Test
    void severalThreadsShareOneClient() throws Exception {
        try (Served served = Served.unix(device);
                NbdClient client = served.client()) {
            Thread[] threads = new Thread[4];
            java.util.concurrent.atomic.AtomicReference<Throwable> failure =
                    new java.util.concurrent.atomic.AtomicReference<>();
            for (int t = 0; t < threads.length; t++) {
                long offset = t * 4096L;
                byte[] content = new byte[4096];
                Arrays.fill(content, (byte) (t + 1));
                threads[t] = Thread.ofPlatform()
                        .uncaughtExceptionHandler((thread, e) -> failure.set(e))
                        .start(() -> {
                            try {
                                for (int i = 0; i < 200; i++) {
                                    client.write(offset, ByteBuffer.wrap(content));
                                    assertThat(read(client, offset, 4096)).isEqualTo(content);
                                }
                            } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        });
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failure.get()).isNull();
        }
    }

    @Test
    void saysThatAnExportDoesNotExist() throws Exception {
        try (Served served = Served.unix(device)) {
            assertThatThrownBy(() -> NbdClient.connect(served.server().address(), "nothing"))
                    .isInstanceOf(NbdException.class)
                    .hasMessageContaining("cannot open export 'nothing': the server has no such export");
        }
    }

    @Test
    void refusesToChangeAReadOnlyDisk() throws Exception {
        try (Served served = Served.unix(device.readOnly());
                NbdClient client = served.client()) {
            assertThat(client.isReadOnly()).isTrue();
            assertThatThrownBy(() -> client.zero(0, 1)).isInstanceOf(ReadOnlyDeviceException.class);
            assertThatThrownBy(() -> client.write(0, ByteBuffer.allocate(1)))
                    .isInstanceOf(ReadOnlyDeviceException.class);
        }
    }

    @Test
    void refusesARangeOutsideTheDiskBeforeAskingTheServer() throws Exception {
        try (Served served = Served.unix(device);
                NbdClient client = served.client()) {
            assertThatThrownBy(() -> client.read(2 * MIB - 1, ByteBuffer.allocate(2)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void tellsAFailureOfTheDeviceAndGoesOn() throws Exception {
        try (Served served = Served.unix(device);
                NbdClient client = served.client()) {
            device.failWith(new IOException("made to fail"));
            assertThatThrownBy(() -> client.read(512, ByteBuffer.allocate(100)))
                    .isInstanceOf(NbdException.class)
                    .hasMessageStartingWith("READ of 100 bytes at 512 on export 'disk'")
                    .hasMessageEndingWith("the server said EIO");
            assertThatThrownBy(client::flush).isInstanceOf(NbdException.class).hasMessageContaining("EIO");
            device.failWith(null);
            assertThat(read(client, 0, 1)).containsExactly(0);
        }
    }

    @Test
    void saysThatTheServerIsGoneOnceAndForAll() throws Exception {
        try (Served served = Served.unix(device);
                NbdClient client = served.client()) {
            served.server().close();
            assertThatThrownBy(client::flush).isInstanceOf(UnavailableException.class);
            assertThatThrownBy(client::flush)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("the connection was lost before");
        }
    }

    @Test
    void saysThatNobodyListens(@TempDir Path folder) {
        assertThatThrownBy(() -> NbdClient.connect(UnixDomainSocketAddress.of(folder.resolve("none")), ""))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("cannot open export ''");
    }

    @Test
    void givesUpConnectingToASilentServerInTime() throws Exception {
        ClientSettings hasty = ClientSettings.defaults().withConnectTimeout(Duration.ofMillis(200));
        try (ServerSocketChannel silent = ServerSocketChannel.open()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            assertThatThrownBy(() -> NbdClient.connect(silent.getLocalAddress(), "", hasty))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("no answer within PT0.2S");
        }
    }

    @Test
    void givesUpInTimeWhenTheQueueOfAUnixSocketIsFull(@TempDir Path folder) throws Exception {
        ClientSettings hasty = ClientSettings.defaults().withConnectTimeout(Duration.ofMillis(100));
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(address, 1);
            for (int i = 0; i < 4; i++) {
                assertThatThrownBy(() -> NbdClient.connect(address, "", hasty))
                        .isInstanceOf(UnavailableException.class);
            }
        }
    }

    @Test
    void saysThatTheServerSpeaksAnotherProtocol() throws Exception {
        try (ServerSocketChannel other = ServerSocketChannel.open()) {
            other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Thread.ofVirtual().start(() -> {
                try (var client = other.accept()) {
                    client.write(ByteBuffer.wrap("HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.UTF_8)));
                } catch (IOException gone) {
                    // The client hangs up as soon as it sees this.
                }
            });
            assertThatThrownBy(() -> NbdClient.connect(other.getLocalAddress(), ""))
                    .isInstanceOf(NbdException.class)
                    .hasMessageContaining("expected the greeting of an NBD server");
        }
    }
}
