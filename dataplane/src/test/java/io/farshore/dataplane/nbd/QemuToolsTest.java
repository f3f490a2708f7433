package io.farshore.dataplane.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("real")
class QemuToolsTest {
    private static final int MIB = 1 << 20;

    private final MemoryDevice device = MemoryDevice.ofSize(64 * MIB);

    @Test
    void qemuImgSeesARawDiskOfTheRightSize() throws Exception {
        try (Served served = Served.unix(device)) {
            assertThat(Tool.run("qemu-img", "info", served.uri()))
                    .contains("file format: raw")
                    .contains("virtual size: 64 MiB (67108864 bytes)");
        }
    }

    @Test
    void qemuImgConvertsInComparesAndConvertsOut() throws Exception {
        byte[] content = new byte[64 * MIB];
        new Random(11).nextBytes(content);
        Arrays.fill(content, 5 * MIB, 40 * MIB, (byte) 0);
        try (Served served = Served.unix(device)) {
            String in = Files.write(Path.of(served.file("in")), content).toString();
            String out = served.file("out.qcow2");
            Tool.run("qemu-img", "convert", "-n", "-f", "raw", "-O", "raw", "-W", in, served.uri());
            assertThat(device.bytes(0, content.length)).isEqualTo(content);
            Tool.run("qemu-img", "compare", "-f", "raw", "-F", "raw", in, served.uri());
            Tool.run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", served.uri(), out);
            Tool.run("qemu-img", "compare", "-f", "raw", "-F", "qcow2", in, out);
        }
    }

    @Test
    void qemuImgMapsHoles() throws Exception {
        try (Served served = Served.unix(device)) {
            Tool.run("qemu-io", "-f", "raw", "-c", "write -P 9 1M 2M", served.uri());
            assertThat(Tool.run("qemu-img", "map", "--output=json", "-f", "raw", served.uri()))
                    .contains(
                            "{ \"start\": 1048576, \"length\": 2097152, \"depth\": 0, \"present\": true, \"zero\": false,")
                    .contains(
                            "{ \"start\": 3145728, \"length\": 63963136, \"depth\": 0, \"present\": false, \"zero\": true,");
        }
    }

    @Test
    void qemuIoWritesVerifiesZeroesDiscardsAndFlushes() throws Exception {
        try (Served served = Served.tcp(device)) {
            String said = Tool.run(
                    "qemu-io",
                    "-f",
                    "raw",
                    "-c",
                    "write -P 0x5a 513 70001",
                    "-c",
                    "read -P 0x5a 513 70001",
                    "-c",
                    "write -z 4k 8k",
                    "-c",
                    "read -P 0 4k 8k",
                    "-c",
                    "write -f -P 0x11 1M 16M",
                    "-c",
                    "discard 1M 4M",
                    "-c",
                    "read -P 0 1M 4M",
                    "-c",
                    "read -P 0x11 5M 12M",
                    "-c",
                    "flush",
                    served.uri());
            assertThat(said).doesNotContain("Pattern verification failed").doesNotContain("error");
        }
        assertThat(device.trims()).isPositive();
        assertThat(device.zeroes()).isPositive();
        assertThat(device.flushes()).isPositive();
    }
}
