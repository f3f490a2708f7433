package io.farshore.agent.boot;

import io.farshore.core.block.BlockDevice;
import io.farshore.core.log.Names;
import io.farshore.dataplane.nbd.server.ConnectionListener;
import io.farshore.dataplane.nbd.server.Exports;
import io.farshore.dataplane.nbd.server.NbdServer;
import io.farshore.dataplane.nbd.server.ServerSettings;
import io.farshore.dataplane.nbd.server.SocketAccess;
import io.farshore.dataplane.replicate.ReplicationPlan;
import io.farshore.fabric.Domain;
import io.farshore.fabric.Hypervisor;
import io.farshore.fabric.QemuUser;
import io.farshore.fabric.boot.BootPlan;
import io.farshore.fabric.boot.BootedMachine;
import io.farshore.fabric.boot.Hydration;
import io.farshore.fabric.boot.HydrationProgress;
import io.farshore.fabric.boot.ViewBoot;
import io.farshore.fabric.boot.ViewDisk;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Serves a machine's views, boots it from them, and hydrates its disks. While its views are away the guest waits for what it has not
 * read yet, and goes on when {@link #resume} serves them again at the same place. Does not open the views and does not close them.
 */
public final class Recovery implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final RecoveryRequest request;
    private final String point;
    private final Map<String, BlockDevice> views;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Hypervisor hypervisor;
    private final List<NbdServer> servers = new ArrayList<>();
    private final MadeFolders folders = new MadeFolders();
    private @Nullable BootedMachine machine;

    /**
     * @param point the recovery point's id
     * @param views the disks as of that point, by name
     */
    public Recovery(
            RecoveryRequest request,
            String point,
            Map<String, BlockDevice> views,
            InstantSource clock,
            RandomGenerator random)
            throws IOException {
        Names.check("machine", request.name());
        this.point = point;
        this.request = request;
        this.views = views;
        this.clock = clock;
        this.random = random;
        this.hypervisor = Hypervisor.connect(request.uri());
    }

    /**
     * Defines the machine and lets it run.
     *
     * @param definition the domain's, as it was at the source
     * @throws IllegalArgumentException when a domain or a disk of that name exists, or the definition does not fit the disks
     */
    public void boot(String definition) throws IOException, InterruptedException {
        if (hypervisor.domainNames().contains(request.name())) {
            throw new IllegalArgumentException(
                    "there is already a domain %s at %s; choose another name".formatted(request.name(), request.uri()));
        }
        folders.make(request.disks());
        serve();
        Files.writeString(pointFile(), point);
        try {
            machine = new ViewBoot(hypervisor, clock, random).boot(plan(definition));
        } catch (IOException | RuntimeException | InterruptedException e) {
            Files.deleteIfExists(pointFile());
            throw e;
        }
    }

    private BootPlan plan(String definition) {
        return new BootPlan(
                definition, request.name(), request.network(), request.keepMacAddresses(), request.disks(), disks());
    }

    /**
     * Serves the views of a machine again that is not hydrated yet, and starts it when it went down meanwhile.
     *
     * @throws IllegalArgumentException when the machine was booted from another recovery point
     */
    public void resume() throws IOException {
        String booted = Files.exists(pointFile()) ? Files.readString(pointFile()) : "";
        if (!booted.equals(point)) {
            throw new IllegalArgumentException(
                    booted.isEmpty()
                            ? "%s is not waiting to be hydrated from %s".formatted(request.name(), request.sockets())
                            : "%s was booted from recovery point %s: resume it with --point %s"
                                    .formatted(request.name(), booted, booted));
        }
        Domain domain = hypervisor.domain(request.name());
        serve();
        machine = domain.isRunning()
                ? BootedMachine.adopt(domain, disks(), clock)
                : new ViewBoot(hypervisor, clock, random).bootAgain(plan(domain.definition()));
    }

    /** Fills the disks; when it returns, the views are not needed any more. */
    public void hydrate(RecoveryListener listener) throws IOException, InterruptedException {
        BootedMachine booted = machine;
        if (booted == null) {
            throw new IllegalStateException("nothing was booted");
        }
        try (Hydration hydration = booted.hydrate(request.bytesPerSecond())) {
            while (!isOver(hydration)) {
                report(hydration, listener);
            }
        }
        Files.deleteIfExists(pointFile());
    }

    /** Remembers what the machine was booted from, for as long as it needs its views. */
    private Path pointFile() {
        return request.sockets().resolve("point");
    }

    @Override
    public void close() {
        servers.forEach(NbdServer::close);
        hypervisor.close();
        folders.removeEmpty();
    }

    private static boolean isOver(Hydration hydration) throws IOException, InterruptedException {
        try {
            hydration.await(LOOK);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static void report(Hydration hydration, RecoveryListener listener) {
        List<HydrationProgress> progress = hydration.progress();
        listener.hydrating(
                progress.stream().mapToLong(HydrationProgress::doneBytes).sum(),
                progress.stream().mapToLong(HydrationProgress::totalBytes).sum());
    }

    private void serve() throws IOException {
        folders.make(request.sockets());
        ServerSettings settings = ServerSettings.defaults().withSocketAccess(access());
        for (Map.Entry<String, BlockDevice> view : views.entrySet()) {
            servers.add(NbdServer.listen(
                    UnixDomainSocketAddress.of(socket(view.getKey())),
                    Exports.single(export(view.getKey()), view.getValue()),
                    settings,
                    ConnectionListener.logging()));
        }
    }

    private SocketAccess access() throws IOException {
        QemuUser user = hypervisor.qemuUser();
        SocketAccess ours = SocketAccess.ownerOnly();
        return user == null ? ours : ours.ownedBy(Integer.toString(user.uid()), Integer.toString(user.gid()));
    }

    private List<ViewDisk> disks() {
        List<ViewDisk> disks = new ArrayList<>();
        views.forEach((disk, view) -> {
            Path overlay = request.disks().toAbsolutePath().resolve(request.name() + "-" + disk + ".qcow2");
            disks.add(new ViewDisk(disk, overlay, socket(disk), export(disk), view.size()));
        });
        return disks;
    }

    /** The point is in the name, so that QEMU can never reconnect to a view of another one. */
    private String export(String disk) {
        return disk + "@" + point;
    }

    private Path socket(String disk) {
        return ReplicationPlan.socket(request.sockets(), disk);
    }
}
