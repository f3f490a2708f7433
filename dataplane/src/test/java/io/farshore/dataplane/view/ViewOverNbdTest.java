package io.farshore.dataplane.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.Position;
import io.farshore.core.store.FileObjectStore;
import io.farshore.dataplane.nbd.server.Exports;
import io.farshore.dataplane.nbd.server.NbdServer;
import io.farshore.dataplane.replica.ModelMachine;
import io.farshore.dataplane.replica.ReplicaBuilder;
import io.farshore.testkit.Programs;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class ViewOverNbdTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void qemuAndLibnbdReadWhatTheMachineHeld() throws Exception {
        Programs.require("qemu-img", "nbdcopy", "cmp");
        try (FileObjectStore store = FileObjectStore.create(folder.resolve("store"))) {
            ReplicaBuilder replica = new ReplicaBuilder(store, "web-1");
            ModelMachine machine = new ModelMachine(replica, new SplittableRandom(11));
            machine.generation(Base.EMPTY, new DiskSpec("vda", 16 << 20), new DiskSpec("vdb", 4 << 20));
            machine.run(12, 30);
            Catalog catalog = replica.catalog();
            var point = catalog.points().get(8);
            Position position = point.position();
            Map<String, byte[]> held = Objects.requireNonNull(machine.history().get(position));
            Path socket = folder.resolve("view.sock");
            try (MachineView view = MachineView.open(store, catalog, point);
                    NbdServer server = NbdServer.listen(UnixDomainSocketAddress.of(socket), Exports.of(view.disks()))) {
                assertThat(server.connectionCount()).isZero();
                for (Map.Entry<String, byte[]> disk : held.entrySet()) {
                    compare(disk.getKey(), Files.write(folder.resolve(disk.getKey()), disk.getValue()), socket);
                }
            }
        }
    }

    private void compare(String name, Path expected, Path socket) {
        String url = "nbd+unix:///" + name + "?socket=" + socket;
        Path copy = folder.resolve(name + ".copy");
        String compared =
                Programs.run(DEADLINE, "qemu-img", "compare", "-f", "raw", "-F", "raw", expected.toString(), url);
        assertThat(compared).contains("Images are identical");
        Programs.run(DEADLINE, "nbdcopy", url, copy.toString());
        Programs.run(DEADLINE, "cmp", expected.toString(), copy.toString());
    }
}
