package io.farshore.dataplane.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.failure.UnavailableException;
import io.farshore.dataplane.nbd.client.ClientSettings;
import io.farshore.dataplane.nbd.client.NbdClient;
import io.farshore.dataplane.nbd.client.NbdException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our client with the servers of others. */
@Tag("real")
class ForeignServersTest {
    private static final int MIB = 1 << 20;
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(20);

    @TempDir
    private Path folder;

    private @Nullable Process server;

    @AfterEach
    void stop() throws InterruptedException {
        if (server != null) {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void readsWritesAndMapsAnNbdkitDisk() throws Exception {
        start("nbdkit", "-f", "-U", socket(), "memory", "200M");
        try (NbdClient client = connect("", ClientSettings.defaults())) {
            assertThat(client.size()).isEqualTo(200 * MIB);
            exercise(client);
            assertThat(holes(client))
                    .containsExactly("0+1048576 zero", "1048576+1048576 data", "2097152+207618048 zero");
        }
    }

    @Test
    void worksWithAnNbdkitWithoutStructuredRepliesAndZeroes() throws Exception {
        start("nbdkit", "-f", "--no-sr", "-U", socket(), "--filter=nozero", "memory", "200M");
        try (NbdClient client = connect("", ClientSettings.defaults())) {
            assertThat(client.contexts()).isEmpty();
            exercise(client);
            assertThat(holes(client)).containsExactly("0+209715200 data");
        }
    }

    @Test
    void tellsTheErrorsOfAnNbdkitAndGoesOn() throws Exception {
        start(
                "nbdkit",
                "-f",
                "-U",
                socket(),
                "--filter=error",
                "memory",
                "1M",
                "error-pwrite=ENOSPC",
                "error-pwrite-rate=1");
        try (NbdClient client = connect("", ClientSettings.defaults())) {
            assertThatThrownBy(() -> client.write(0, ByteBuffer.allocate(10)))
                    .isInstanceOf(NbdException.class)
                    .hasMessageEndingWith("the server said ENOSPC");
            client.read(0, ByteBuffer.allocate(10));
        }
    }

    @Test
    void losesAnNbdkitThatIsKilledWithoutHanging() throws Exception {
        start("nbdkit", "-f", "-U", socket(), "memory", "1M");
        try (NbdClient client = connect("", ClientSettings.defaults())) {
            stop();
            assertThatThrownBy(() -> client.read(0, ByteBuffer.allocate(10))).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void readsWritesAndMapsAQemuNbdDisk() throws Exception {
        String image = folder.resolve("disk.qcow2").toString();
        Tool.run("qemu-img", "create", "-f", "qcow2", image, "200M");
        start("qemu-nbd", "-t", "-x", "vda", "--discard=unmap", "-f", "qcow2", "-k", socket(), image);
        try (NbdClient client = connect("vda", ClientSettings.defaults())) {
            assertThat(client.size()).isEqualTo(200 * MIB);
            exercise(client);
            assertThat(holes(client))
                    .containsExactly("0+1048576 zero", "1048576+1048576 data", "2097152+207618048 zero");
        }
    }

    @Test
    void pullsADirtyBitmapOutOfQemu() throws Exception {
        String image = folder.resolve("disk.qcow2").toString();
        Tool.run("qemu-img", "create", "-f", "qcow2", image, "200M");
        Tool.run("qemu-img", "bitmap", "--add", "-g", "64k", image, "b0");
        Tool.run("qemu-io", "-f", "qcow2", "-c", "write -P 1 3M 100k", image);
        start("qemu-nbd", "-t", "-r", "-x", "vda", "-B", "b0", "-f", "qcow2", "-k", socket(), image);
        String context = "qemu:dirty-bitmap:b0";
        try (NbdClient client = connect("vda", ClientSettings.defaults().withContexts(context))) {
            assertThat(client.contexts()).containsExactlyInAnyOrder("base:allocation", context);
            List<String> dirty = new ArrayList<>();
            client.blockStatus(context, 0, client.size(), (offset, length, flags) -> {
                if (flags != 0) {
                    dirty.add(offset + "+" + length);
                }
            });
            assertThat(dirty).containsExactly("3145728+131072");
        }
    }

    private static void exercise(NbdClient client) throws IOException {
        byte[] content = new byte[40 * MIB];
        new java.util.Random(5).nextBytes(content);
        client.write(7, ByteBuffer.wrap(content));
        client.flush();
        byte[] back = new byte[content.length];
        client.read(7, ByteBuffer.wrap(back));
        assertThat(back).isEqualTo(content);
        client.zero(0, MIB);
        client.trim(2 * MIB, client.size() - 2 * MIB);
        client.read(0, ByteBuffer.wrap(back));
        byte[] expected = new byte[content.length];
        System.arraycopy(content, MIB - 7, expected, MIB, MIB);
        assertThat(back).isEqualTo(expected);
    }

    private static List<String> holes(NbdClient client) throws IOException {
        List<String> found = new ArrayList<>();
        client.extents(0, client.size(), (offset, length, zero) -> {
            found.add("%d+%d %s".formatted(offset, length, zero ? "zero" : "data"));
        });
        return found;
    }

    private String socket() {
        return folder.resolve("s").toString();
    }

    private void start(String... command) throws IOException {
        server = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    /** Connects as soon as the server listens. */
    private NbdClient connect(String export, ClientSettings settings) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket());
        long start = System.nanoTime();
        while (true) {
            try {
                return NbdClient.connect(address, export, settings);
            } catch (UnavailableException notYet) {
                if (System.nanoTime() - start > START_NANOS) {
                    throw new IOException(Files.readString(folder.resolve("log")), notYet);
                }
                LockSupport.parkNanos(20_000_000);
            }
        }
    }
}
