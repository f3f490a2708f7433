package io.farshore.dataplane.replicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.core.block.BlockDevice;
import io.farshore.core.crypto.Encryption;
import io.farshore.core.log.CacheKeys;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.Mark;
import io.farshore.core.log.Position;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.cache.GenerationClaims;
import io.farshore.dataplane.cache.GenerationClaims.Claimed;
import io.farshore.dataplane.capture.CaptureListener;
import io.farshore.dataplane.capture.MachineCapture;
import io.farshore.dataplane.capture.MachineCapture.Source;
import io.farshore.dataplane.capture.MachineCapture.Start;
import io.farshore.dataplane.control.ControlServer;
import io.farshore.dataplane.file.FileDevice;
import io.farshore.dataplane.file.NewFolder;
import io.farshore.dataplane.nbd.server.ConnectionListener;
import io.farshore.dataplane.nbd.server.Exports;
import io.farshore.dataplane.nbd.server.NbdServer;
import io.farshore.dataplane.nbd.server.ServerSettings;
import io.farshore.dataplane.ship.LagMeter.Lag;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A running replication. Does not own the cache storage that it was given. */
public final class Replication implements AutoCloseable {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final MachineCapture capture;
    private final List<NbdServer> servers = new ArrayList<>();
    private @Nullable ControlServer control;
    private @Nullable Runnable onStopAsked;
    private boolean stopAsked;

    /** As below, with the log of this program as the one who hears of the disks' clients. */
    public static Replication start(
            ReplicationPlan plan, ObjectStore cache, InstantSource clock, Supplier<UUID> ids, CaptureListener listener)
            throws IOException {
        return start(plan, cache, Encryption.NONE, clock, ids, listener, ConnectionListener.logging());
    }

    /**
     * Claims the machine's next generation, which fences whoever captured it before, and serves its disks.
     *
     * @param encryption with a key provider, everything from here on is encrypted
     * @param clients hears who connects to the disks
     * @throws IllegalArgumentException when the plan does not fit what there is
     * @throws io.farshore.core.failure.KeyMissingException when the machine is encrypted, and its keys are not at hand
     */
    public static Replication start(
            ReplicationPlan plan,
            ObjectStore cache,
            Encryption encryption,
            InstantSource clock,
            Supplier<UUID> ids,
            CaptureListener listener,
            ConnectionListener clients)
            throws IOException {
        makeFolder(plan.listen());
        ControlServer.refuseIfInUse(plan.listen());
        List<Source> sources = open(plan.disks());
        try {
            Claimed claimed = claim(
                    plan, sources, new GenerationClaims(cache, new CacheKeys(plan.machine()), clock, ids, encryption));
            GenerationClaim claim = claimed.claim();
            Start start = startOf(plan, sources, claim);
            MachineCapture capture =
                    new MachineCapture(claim, claimed.keys(), sources, start, cache, plan.settings(), clock, listener);
            return serve(plan, capture, clients);
        } catch (IOException | RuntimeException e) {
            closeAll(sources);
            throw e;
        }
    }

    private Replication(MachineCapture capture) {
        this.capture = capture;
    }

    private void serve(ReplicationPlan plan, ConnectionListener clients) throws IOException {
        for (Map.Entry<String, BlockDevice> disk : capture.devices().entrySet()) {
            Path socket = ReplicationPlan.socket(plan.listen(), disk.getKey());
            servers.add(NbdServer.listen(
                    UnixDomainSocketAddress.of(socket),
                    Exports.single(disk.getKey(), disk.getValue()),
                    ServerSettings.defaults().withSocketAccess(plan.access()),
                    clients));
        }
        control = ControlServer.listen(plan.listen(), this::handle);
    }

    public MachineCapture capture() {
        return capture;
    }

    /** Runs the action when somebody asks through the control socket to stop. */
    public synchronized void whenStopAsked(Runnable action) {
        onStopAsked = action;
        if (stopAsked) {
            action.run();
        }
    }

    private synchronized void askToStop() {
        stopAsked = true;
        Runnable action = onStopAsked;
        if (action != null) {
            action.run();
        }
    }

    /**
     * Stops serving, ships everything, and notes the end. Everything captured is in cache storage when it returns.
     *
     * @param deadline how long cache storage may be away meanwhile
     * @throws io.farshore.core.failure.UnavailableException when it was away for longer
     */
    public void stop(Duration deadline) throws IOException, InterruptedException {
        stopServing();
        capture.detach(deadline);
        capture.close();
    }

    /** Stops at once, leaving behind what is not in cache storage. */
    @Override
    public void close() throws IOException {
        stopServing();
        capture.close();
    }

    private void stopServing() throws IOException {
        ControlServer steering = control;
        if (steering != null) {
            steering.close();
        }
        servers.forEach(NbdServer::close);
    }

    private static Replication serve(ReplicationPlan plan, MachineCapture capture, ConnectionListener clients)
            throws IOException {
        Replication replication = new Replication(capture);
        try {
            capture.start();
            replication.serve(plan, clients);
            return replication;
        } catch (IOException | RuntimeException e) {
            replication.close();
            throw e;
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            NewFolder.make(folder, "to listen in");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        }
    }

    private static List<Source> open(List<ReplicatedDisk> disks) throws IOException {
        List<Source> sources = new ArrayList<>();
        try {
            for (ReplicatedDisk disk : disks) {
                Path file = disk.file();
                BlockDevice device = file == null ? null : FileDevice.open(file);
                sources.add(
                        new Source(new DiskSpec(disk.name(), device == null ? disk.size() : device.size()), device));
            }
            return sources;
        } catch (IOException | RuntimeException e) {
            closeAll(sources);
            throw e;
        }
    }

    private static void closeAll(List<Source> sources) throws IOException {
        for (Source source : sources) {
            BlockDevice device = source.device();
            if (device != null) {
                device.close();
            }
        }
    }

    private static Claimed claim(ReplicationPlan plan, List<Source> sources, GenerationClaims claims)
            throws IOException {
        boolean sinksOnly = sources.stream().allMatch(source -> source.device() == null);
        return claims.claim(
                sources.stream().map(Source::disk).toList(), plan.definition(), sinksOnly && !plan.awaitsMirror());
    }

    /** A sink that starts after its predecessor was killed holds nothing of what the disk holds. */
    private static Start startOf(ReplicationPlan plan, List<Source> sources, GenerationClaim claim) {
        boolean anySink = sources.stream().anyMatch(source -> source.device() == null);
        boolean lostContent = claim.generation() > 1 && claim.base() == Base.EMPTY;
        return plan.awaitsMirror() || (anySink && lostContent) ? Start.AWAITING_MIRROR : Start.COMPLETE;
    }

    private ObjectNode handle(String command, JsonNode request) {
        return switch (command) {
            case "mark" -> mark(request.path("name").asText(""));
            case "initialReplicationComplete" -> {
                capture.mirrorComplete();
                yield JSON.objectNode();
            }
            case "status" -> status();
            case "stop" -> {
                askToStop();
                yield JSON.objectNode();
            }
            default -> throw new IllegalArgumentException("no such command: " + command);
        };
    }

    private ObjectNode mark(String name) {
        Mark mark = capture.mark(name);
        Position position = new Position(capture.claim().generation(), mark.sequence());
        return JSON.objectNode()
                .put("id", position.toString())
                .put("name", mark.name())
                .put("type", mark.kind().pointType())
                .put("time", mark.time().toString())
                .put("position", position.toString());
    }

    private ObjectNode status() {
        Lag lag = capture.lag();
        Position replicated = capture.replicated();
        return JSON.objectNode()
                .put("machine", capture.claim().machine())
                .put("generation", capture.claim().generation())
                .put("state", capture.state().label())
                .put("captured", capture.captured().position().toString())
                .put("replicated", replicated == null ? null : replicated.toString())
                .put("lagSeconds", lag.time().toMillis() / 1000.0)
                .put("lagBytes", lag.bytes())
                .put("lagWrites", lag.writes());
    }
}
