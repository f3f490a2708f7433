package io.farshore.cli;

import io.farshore.core.block.BlockDevice;
import io.farshore.core.crypto.Encryption;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.control.ControlServer;
import io.farshore.dataplane.file.NewFolder;
import io.farshore.dataplane.nbd.server.Exports;
import io.farshore.dataplane.nbd.server.NbdServer;
import io.farshore.dataplane.replicate.ReplicationPlan;
import io.farshore.dataplane.view.MachineView;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description = "Serve a machine's disks as of a recovery point over NBD, read-only, until stopped.",
        footer = {"", "Each disk is served at DIR/NAME.sock, as the exports NAME and the default one."})
final class ExportCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions printing;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ReplicaParameter replica;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private PointOptions point;

    @Option(names = "--listen", required = true, paramLabel = "DIR", description = "Where the sockets are.")
    @SuppressWarnings("NullAway.Init")
    private Path listen;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KeyOptions keys;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Output output = printing.output();
        Encryption encryption = keys.encryption();
        try (ObjectStore store = replica.open();
                PinnedView pinned = point.open(store, encryption)) {
            MachineView view = pinned.view();
            Stopping stopping = Stopping.onSignals();
            NewFolder.make(listen, "to listen in");
            ControlServer.refuseIfInUse(listen);
            output.printLine("%s: recovery point %s".formatted(point.machine(), PointOptions.describe(view.point())));
            List<NbdServer> servers = new ArrayList<>();
            try {
                for (Map.Entry<String, BlockDevice> disk : view.disks().entrySet()) {
                    servers.add(serve(disk.getKey(), disk.getValue(), output, view));
                }
                stopping.await();
            } finally {
                servers.forEach(NbdServer::close);
            }
            return 0;
        }
    }

    private NbdServer serve(String disk, BlockDevice device, Output output, MachineView view) throws IOException {
        Path socket = ReplicationPlan.socket(listen, disk);
        NbdServer server = NbdServer.listen(UnixDomainSocketAddress.of(socket), Exports.single(disk, device));
        output.print(
                "%s: disk %s, %s, at %s".formatted(point.machine(), disk, Sizes.format(device.size()), socket),
                Output.event("disk")
                        .put("machine", point.machine())
                        .put("disk", disk)
                        .put("size", device.size())
                        .put("point", view.point().id())
                        .put("socket", socket.toString()));
        return server;
    }
}
