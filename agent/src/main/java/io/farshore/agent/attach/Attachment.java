package io.farshore.agent.attach;

import io.farshore.core.crypto.Encryption;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.capture.CaptureListener;
import io.farshore.dataplane.nbd.server.SocketAccess;
import io.farshore.dataplane.replicate.ReplicatedDisk;
import io.farshore.dataplane.replicate.Replication;
import io.farshore.dataplane.replicate.ReplicationPlan;
import io.farshore.fabric.Domain;
import io.farshore.fabric.DomainDescription;
import io.farshore.fabric.DomainDisk;
import io.farshore.fabric.Hypervisor;
import io.farshore.fabric.QemuProcess;
import io.farshore.fabric.QemuUser;
import io.farshore.fabric.mirror.LeftMirrors;
import io.farshore.fabric.mirror.MirrorTarget;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A running domain whose writes are captured. Does not process what it ships. */
public final class Attachment implements AutoCloseable {
    private final Hypervisor hypervisor;
    private final Replication replication;
    private final MirrorKeeper mirrors;

    private Attachment(Hypervisor hypervisor, Replication replication, MirrorKeeper mirrors) {
        this.hypervisor = hypervisor;
        this.replication = replication;
        this.mirrors = mirrors;
    }

    /**
     * Serves the sinks and starts the mirror jobs.
     *
     * @param encryption with a key provider, everything from here on is encrypted
     * @throws IllegalArgumentException when there is no such domain, it does not run, or no disk of it is left
     */
    public static Attachment start(
            AttachRequest request,
            ObjectStore cache,
            Encryption encryption,
            InstantSource clock,
            Supplier<UUID> ids,
            CaptureListener captureListener,
            AttachListener listener)
            throws IOException {
        Hypervisor hypervisor = Hypervisor.connect(request.uri());
        try {
            Domain domain = hypervisor.domain(request.domain());
            DomainDescription description = domain.describe();
            List<DomainDisk> disks = disks(request, description);
            LeftMirrors.end(domain, disks.stream().map(DomainDisk::target).toList());
            SinkConnections connections = new SinkConnections();
            ReplicationPlan plan = plan(request, description, disks, access(hypervisor, description.process()));
            Replication replication =
                    Replication.start(plan, cache, encryption, clock, ids, captureListener, connections);
            try {
                MirrorKeeper mirrors = new MirrorKeeper(
                        domain,
                        targets(request, disks),
                        request.copyBytesPerSecond(),
                        replication.capture(),
                        connections,
                        listener);
                mirrors.start();
                return new Attachment(hypervisor, replication, mirrors);
            } catch (IOException | RuntimeException e) {
                replication.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            hypervisor.close();
            throw e;
        }
    }

    /** To be called when the capture says that the mirrored disks have to be copied again. */
    public void mirrorNeeded() {
        mirrors.mirrorNeeded();
    }

    public Replication replication() {
        return replication;
    }

    /** Ends the mirror jobs, ships everything, and notes the end; the guest runs on. */
    public void detach(Duration deadline) throws IOException, InterruptedException {
        replication.capture().end();
        try {
            mirrors.detach();
        } finally {
            replication.stop(deadline);
        }
    }

    /** Ends at once; what is not in cache storage is lost to the replica. The guest runs on. */
    @Override
    public void close() throws IOException {
        mirrors.close();
        replication.close();
        hypervisor.close();
    }

    private static List<DomainDisk> disks(AttachRequest request, DomainDescription description) {
        if (!description.running()) {
            throw new IllegalArgumentException(
                    "domain %s does not run: start it first, capture attaches to a running machine"
                            .formatted(description.name()));
        }
        request.excluded().forEach(description::disk);
        List<DomainDisk> disks = description.disks().stream()
                .filter(disk -> !request.excluded().contains(disk.target()))
                .toList();
        if (disks.isEmpty()) {
            throw new IllegalArgumentException("domain %s has no disk to replicate".formatted(description.name()));
        }
        return disks;
    }

    private static ReplicationPlan plan(
            AttachRequest request, DomainDescription description, List<DomainDisk> disks, SocketAccess access) {
        return new ReplicationPlan(
                request.machine(),
                disks.stream()
                        .map(disk -> ReplicatedDisk.sink(disk.target(), disk.sizeBytes()))
                        .toList(),
                request.listen(),
                description.definition(),
                true,
                access,
                request.settings());
    }

    /** QEMU must be able to connect, and nobody else. */
    private static SocketAccess access(Hypervisor hypervisor, @Nullable QemuProcess process) throws IOException {
        if (process != null) {
            return SocketAccess.ownerOnly().ownedBy(Integer.toString(process.uid()), Integer.toString(process.gid()));
        }
        QemuUser user = hypervisor.qemuUser();
        return user == null
                ? SocketAccess.ownerOnly()
                : SocketAccess.ownerOnly().ownedBy(Integer.toString(user.uid()), Integer.toString(user.gid()));
    }

    private static List<MirrorTarget> targets(AttachRequest request, List<DomainDisk> disks) {
        return disks.stream()
                .map(disk -> new MirrorTarget(
                        disk.target(), ReplicationPlan.socket(request.listen(), disk.target()), disk.target()))
                .toList();
    }
}
