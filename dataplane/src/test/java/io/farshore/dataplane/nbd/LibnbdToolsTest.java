package io.farshore.dataplane.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farshore.dataplane.nbd.server.Exports;
import io.farshore.dataplane.nbd.server.NbdServer;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class LibnbdToolsTest {
    private static final int MIB = 1 << 20;

    private final MemoryDevice device = MemoryDevice.ofSize(16 * MIB);

    @Test
    void nbdinfoSeesSizeFlagsAndBlockSizes() throws Exception {
        try (Served served = Served.unix(device)) {
            JsonNode export = info("--json", served.uri()).get("exports").get(0);
            assertThat(export.get("export-size").asLong()).isEqualTo(16 * MIB);
            for (String flag :
                    new String[] {"can_flush", "can_fua", "can_trim", "can_zero", "can_df", "can_multi_conn"}) {
                assertThat(export.get(flag).asBoolean()).as(flag).isTrue();
            }
            assertThat(export.get("is_read_only").asBoolean()).isFalse();
            assertThat(export.get("block_size_minimum").asInt()).isEqualTo(1);
            assertThat(export.get("block_size_preferred").asInt()).isEqualTo(4096);
            assertThat(export.get("block_size_maximum").asInt()).isEqualTo(32 * MIB);
        }
    }

    @Test
    void nbdinfoSeesThatAReadOnlyDeviceTakesNoChanges() throws Exception {
        try (Served served = Served.unix(device.readOnly())) {
            JsonNode export = info("--json", served.uri()).get("exports").get(0);
            assertThat(export.get("is_read_only").asBoolean()).isTrue();
            assertThat(export.get("can_trim").asBoolean()).isFalse();
            assertThat(export.get("can_zero").asBoolean()).isFalse();
        }
    }

    @Test
    void nbdinfoListsAllExportsOnTcpAndUnix(@TempDir Path folder) throws Exception {
        MemoryDevice other = MemoryDevice.ofSize(MIB);
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (NbdServer server = NbdServer.listen(address, Exports.of(Map.of("vda", device, "vdb", other), "vdb"))) {
            JsonNode exports = info("--json", "--list", "nbd+unix:///?socket=" + address.getPath())
                    .get("exports");
            assertThat(exports.findValuesAsText("export-name")).containsExactly("vda", "vdb");
            String size = Tool.run("nbdinfo", "--size", "nbd+unix:///?socket=" + address.getPath());
            assertThat(size.strip()).isEqualTo("" + MIB);
            assertThat(server.connectionCount()).isLessThanOrEqualTo(1);
        }
        try (Served served = Served.tcp(device)) {
            assertThat(Tool.run("nbdinfo", "--list", served.uri())).contains("export=\"disk\":");
        }
    }

    @Test
    void nbdinfoMapsDataAndHoles() throws Exception {
        device.write(MIB, ByteBuffer.allocate(MIB));
        device.write(5 * MIB, ByteBuffer.allocate(4096));
        try (Served served = Served.unix(device)) {
            JsonNode map = info("--json", "--map", served.uri());
            assertThat(map).hasSize(5);
            assertThat(map.get(1).get("offset").asLong()).isEqualTo(MIB);
            assertThat(map.get(1).get("length").asLong()).isEqualTo(MIB);
            assertThat(map.get(1).get("type").asInt()).isZero();
            assertThat(map.get(4).get("length").asLong()).isEqualTo(11 * MIB - 4096);
            assertThat(map.get(4).get("type").asInt()).isEqualTo(3);
        }
    }

    @Test
    void nbdcopyBringsAFileInAndOutAgain() throws Exception {
        byte[] content = new byte[16 * MIB];
        new Random(7).nextBytes(content);
        java.util.Arrays.fill(content, 3 * MIB, 9 * MIB, (byte) 0);
        try (Served served = Served.unix(device)) {
            Path in = Files.write(Path.of(served.file("in")), content);
            Tool.run("nbdcopy", "--flush", in.toString(), served.uri());
            assertThat(device.bytes(0, content.length)).isEqualTo(content);
            assertThat(device.flushes()).isPositive();
            Tool.run("nbdcopy", served.uri(), served.file("out"));
            assertThat(Files.mismatch(in, Path.of(served.file("out")))).isEqualTo(-1);
        }
    }

    private static JsonNode info(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "nbdinfo";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return new ObjectMapper().readTree(Tool.run(command));
    }
}
