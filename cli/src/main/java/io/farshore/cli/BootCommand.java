package io.farshore.cli;

import io.farshore.agent.boot.Recovery;
import io.farshore.agent.boot.RecoveryListener;
import io.farshore.agent.boot.RecoveryRequest;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.crypto.Encryption;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.view.MachineView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "boot",
        description = "Define and start a machine from a recovery point, and hydrate its disks behind it.",
        footer = {
            "",
            "The guest runs at once, on overlays over views of the replica that this command serves. When it returns, the",
            "disks are plain local files. If it is ended before that, the guest waits for what it has not read yet:",
            "run the same command with --resume.",
        })
final class BootCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions printing;

    @Option(names = "--store", required = true, paramLabel = "URL", description = "The replica store.")
    @SuppressWarnings("NullAway.Init")
    private String url;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private PointOptions point;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private LibvirtOptions libvirt;

    @Option(names = "--name", paramLabel = "NAME", description = "The new domain's name. Default: the machine's.")
    private @Nullable String name;

    @Option(
            names = "--network",
            paramLabel = "NET",
            description = "The libvirt network of its interfaces. Default: none.")
    private @Nullable String network;

    @Option(names = "--new-mac", description = "New MAC addresses: for a copy that runs beside the original.")
    private boolean newMac;

    @Option(
            names = "--disks",
            paramLabel = "DIR",
            defaultValue = "/var/lib/libvirt/images",
            description = "Where its disks are made. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Path disks;

    @Option(
            names = "--listen",
            paramLabel = "DIR",
            description = "Where the views are served meanwhile. Default: /run/farshore/<name>.")
    private @Nullable Path listen;

    @Option(
            names = "--hydration-limit",
            paramLabel = "SIZE",
            description = "Bytes per second and disk, such as 50M. Default: no limit.")
    private @Nullable String limit;

    @Option(names = "--resume", description = "Go on with a machine that was booted and not hydrated.")
    private boolean resume;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KeyOptions keys;

    @Override
    public Integer call() throws Exception {
        long asked = System.nanoTime();
        String domain = name != null ? name : point.machine();
        RecoveryRequest request = new RecoveryRequest(
                libvirt.uri(), domain, network, !newMac, disks, MobilityFolders.of(listen, domain), Sizes.limit(limit));
        Output output = printing.output();
        Encryption encryption = keys.encryption();
        try (ObjectStore store = Stores.open(url);
                PinnedView pinned = point.open(store, encryption);
                Recovery recovery = new Recovery(
                        request,
                        pinned.view().point().id(),
                        pinned.view().disks(),
                        InstantSource.system(),
                        new Random())) {
            MachineView view = pinned.view();
            Events events = new Events(domain, output);
            events.point(view.point());
            if (resume) {
                recovery.resume();
            } else {
                recovery.boot(point.definition(store, view.point(), encryption));
                events.poweredOn(since(asked));
            }
            recovery.hydrate(events);
            events.hydrated(since(asked));
            return 0;
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /** Prints how a machine comes up: events {@code point}, {@code poweredOn}, {@code hydrating}, {@code hydrated}. */
    private record Events(String domain, Output output) implements RecoveryListener {
        void point(RecoveryPoint point) {
            output.print(
                    "%s: recovery point %s".formatted(domain, PointOptions.describe(point)),
                    Output.event("point")
                            .put("domain", domain)
                            .put("id", point.id())
                            .put("name", point.name())
                            .put("time", point.time().toString()));
        }

        @Override
        public void poweredOn(Duration since) {
            timed("poweredOn", "powered on", since);
        }

        @Override
        public void hydrating(long doneBytes, long totalBytes) {
            long percent = totalBytes == 0 ? 0 : doneBytes * 100 / totalBytes;
            output.print(
                    "%s: hydrating, %d %% of %s".formatted(domain, percent, Sizes.format(totalBytes)),
                    Output.event("hydrating")
                            .put("domain", domain)
                            .put("bytes", doneBytes)
                            .put("total", totalBytes));
        }

        @Override
        public void hydrated(Duration since) {
            timed("hydrated", "hydrated: its disks are local", since);
        }

        private void timed(String event, String words, Duration since) {
            double seconds = since.toMillis() / 1000.0;
            output.print(
                    "%s: %s after %.1f s".formatted(domain, words, seconds),
                    Output.event(event).put("domain", domain).put("seconds", seconds));
        }
    }
}
