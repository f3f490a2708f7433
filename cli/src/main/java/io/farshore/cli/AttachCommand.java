package io.farshore.cli;

import io.farshore.agent.attach.AttachListener;
import io.farshore.agent.attach.AttachRequest;
import io.farshore.agent.attach.Attachment;
import io.farshore.core.crypto.Encryption;
import io.farshore.core.failure.FencedException;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.capture.CaptureSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "attach",
        description =
                "Capture a running domain: copy all its disks, then every write, to cache storage, until detached.",
        footer = {
            "",
            "The guest is not restarted and not changed. It runs on when this command ends, in whichever way.",
            "Stops on SIGTERM, on farshore mobility detach, and when the domain stops; then ships everything and exits 0.",
        })
final class AttachCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions printing;

    @Option(names = "--domain", required = true, paramLabel = "NAME", description = "The libvirt domain.")
    @SuppressWarnings("NullAway.Init")
    private String domain;

    @Option(
            names = "--machine",
            paramLabel = "NAME",
            description = "The machine's name in storage. Default: the domain's.")
    private @Nullable String machine;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private LibvirtOptions libvirt;

    @Option(names = "--cache", required = true, paramLabel = "URL", description = "Cache storage.")
    @SuppressWarnings("NullAway.Init")
    private String cache;

    @Option(
            names = "--listen",
            paramLabel = "DIR",
            description = "Where the sockets are. Default: /run/farshore/<domain>.")
    private @Nullable Path listen;

    @Option(
            names = "--exclude-disk",
            paramLabel = "NAME",
            description = "A disk that is not replicated. Repeat for more.")
    private List<String> excluded = List.of();

    @Option(
            names = "--copy-limit",
            paramLabel = "SIZE",
            description = "Bytes per second and disk of the initial copy, such as 50M. Default: no limit.")
    private @Nullable String copyLimit;

    @Option(
            names = "--stop-timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description =
                    "How long to go on shipping at the end while cache storage is away. Default: ${DEFAULT-VALUE}.")
    private int stopTimeout;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KeyOptions keys;

    @Override
    public Integer call() throws Exception {
        String name = machine != null ? machine : domain;
        Duration stop = Stopping.timeout(stopTimeout);
        AttachRequest request = new AttachRequest(
                libvirt.uri(),
                domain,
                name,
                MobilityFolders.of(listen, domain),
                excluded,
                Sizes.limit(copyLimit),
                CaptureSettings.defaults());
        Output output = printing.output();
        Encryption encryption = keys.encryption();
        Stopping stopping = Stopping.onSignals();
        CompletableFuture<Attachment> started = new CompletableFuture<>();
        CaptureEvents events =
                new CaptureEvents(name, output, stopping, () -> started.join().mirrorNeeded());
        Events mirrors = new Events(name, output, stopping);
        try (ObjectStore store = Stores.create(cache);
                Attachment attachment = Attachment.start(
                        request, store, encryption, InstantSource.system(), UUID::randomUUID, events, mirrors)) {
            started.complete(attachment);
            attachment.replication().whenStopAsked(stopping::ask);
            stopping.await();
            String fenced = events.fencedBecause();
            if (fenced != null) {
                throw new FencedException(fenced);
            }
            try {
                attachment.detach(stop);
            } finally {
                mirrors.throwFailure();
            }
            return 0;
        }
    }

    /** Prints what the mirror jobs do: events {@code mirror}, {@code mirrorLost}, {@code domainStopped}. */
    private static final class Events implements AttachListener {
        private final String machine;
        private final Output output;
        private final Stopping stopping;
        private volatile @Nullable Exception failure;

        Events(String machine, Output output, Stopping stopping) {
            this.machine = machine;
            this.output = output;
            this.stopping = stopping;
        }

        void throwFailure() throws Exception {
            Exception cause = failure;
            if (cause != null) {
                throw cause;
            }
        }

        @Override
        public void mirrored(String disk, long doneBytes, long totalBytes) {
            long percent = totalBytes == 0 ? 0 : doneBytes * 100 / totalBytes;
            output.print(
                    "%s: initial replication of %s, %d %% of %s"
                            .formatted(machine, disk, percent, Sizes.format(totalBytes)),
                    Output.event("mirror")
                            .put("machine", machine)
                            .put("disk", disk)
                            .put("bytes", doneBytes)
                            .put("total", totalBytes));
        }

        @Override
        public void mirrorLost(String reason) {
            output.print(
                    "%s: %s; the guest runs on, everything is copied again".formatted(machine, reason),
                    Output.event("mirrorLost").put("machine", machine).put("reason", reason));
        }

        @Override
        public void domainStopped() {
            output.print(
                    "%s: the domain has stopped".formatted(machine),
                    Output.event("domainStopped").put("machine", machine));
            stopping.ask();
        }

        @Override
        public void failed(Exception cause) {
            failure = cause;
            stopping.ask();
        }
    }
}
