package io.farshore.cli;

import io.farshore.core.crypto.Encryption;
import io.farshore.core.failure.FencedException;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.capture.CaptureSettings;
import io.farshore.dataplane.nbd.server.ConnectionListener;
import io.farshore.dataplane.nbd.server.SocketAccess;
import io.farshore.dataplane.replicate.ReplicatedDisk;
import io.farshore.dataplane.replicate.Replication;
import io.farshore.dataplane.replicate.ReplicationPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "replicate",
        description = "Capture a machine's disks over NBD and ship every change to cache storage, until stopped.",
        footer = {
            "",
            "Each disk is served at DIR/NAME.sock, as the exports NAME and the default one.",
            "NAME=SIZE is a sink for a QEMU mirror job: it takes writes only, what it holds is the log.",
            "NAME=FILE is a splitter: reads and writes go to FILE, and every write is logged too.",
            "With a key file everything from here on is encrypted; a machine that was encrypted once stays so.",
            "All disks are one machine with one change log. SIGTERM ships everything and exits 0.",
        })
final class ReplicateCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions printing;

    @Option(names = "--machine", required = true, paramLabel = "NAME", description = "The machine's name.")
    @SuppressWarnings("NullAway.Init")
    private String machine;

    @Option(
            names = "--disk",
            required = true,
            paramLabel = "NAME=SIZE|FILE",
            description = "A disk: a sink of a size (20G), or a splitter over a file. Repeat for more.")
    @SuppressWarnings("NullAway.Init")
    private List<String> disks;

    @Option(names = "--listen", required = true, paramLabel = "DIR", description = "Where the sockets are.")
    @SuppressWarnings("NullAway.Init")
    private Path listen;

    @Option(names = "--cache", required = true, paramLabel = "URL", description = "Cache storage.")
    @SuppressWarnings("NullAway.Init")
    private String cache;

    @Option(
            names = "--initial-replication",
            description = "The sinks are to receive a full copy first: no recovery points until"
                    + " farshore mark --initial-replication-complete.")
    private boolean awaitsMirror;

    @Option(
            names = "--stop-timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description =
                    "How long to go on shipping after SIGTERM while cache storage is away. Default: ${DEFAULT-VALUE}.")
    private int stopTimeout;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KeyOptions keys;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Duration stop = Stopping.timeout(stopTimeout);
        List<ReplicatedDisk> parsed = disks.stream().map(DiskOption::parse).toList();
        ReplicationPlan plan = new ReplicationPlan(
                machine, parsed, listen, "", awaitsMirror, SocketAccess.ownerOnly(), CaptureSettings.defaults());
        return run(plan, Stopping.onSignals(), stop);
    }

    private int run(ReplicationPlan plan, Stopping stopping, Duration stop) throws IOException, InterruptedException {
        Output output = printing.output();
        Encryption encryption = keys.encryption();
        CaptureEvents events = new CaptureEvents(machine, output, stopping);
        try (ObjectStore store = Stores.create(cache);
                Replication replication = Replication.start(
                        plan,
                        store,
                        encryption,
                        InstantSource.system(),
                        UUID::randomUUID,
                        events,
                        ConnectionListener.logging())) {
            plan.disks()
                    .forEach(disk -> output.print(
                            "%s: disk %s at %s"
                                    .formatted(machine, disk.name(), ReplicationPlan.socket(listen, disk.name())),
                            Output.event("disk")
                                    .put("machine", machine)
                                    .put("disk", disk.name())
                                    .put(
                                            "socket",
                                            ReplicationPlan.socket(listen, disk.name())
                                                    .toString())));
            replication.whenStopAsked(stopping::ask);
            stopping.await();
            String fenced = events.fencedBecause();
            if (fenced != null) {
                throw new FencedException(fenced);
            }
            replication.stop(stop);
            return 0;
        }
    }
}
