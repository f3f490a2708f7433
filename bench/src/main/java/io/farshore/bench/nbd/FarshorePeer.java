package io.farshore.bench.nbd;

import io.farshore.bench.figures.Cleanup;
import io.farshore.core.log.Position;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStores;
import io.farshore.dataplane.control.ControlClient;
import io.farshore.dataplane.control.ControlServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code farshore replicate} as a process of its own, with cache storage in a folder and nobody who processes it. */
final class FarshorePeer implements Peer {
    static final String SINK = "farshore sink";
    static final String SPLITTER = "farshore splitter";

    private static final String MAIN = "io.farshore.dist.Farshore";
    private static final Duration SETTLES_WITHIN = Duration.ofMinutes(2);
    private static final Duration LOOKS_EVERY = Duration.ofMillis(50);

    private final String name;
    private final boolean isSink;
    private final Path folder;
    private final Server server;
    private final ReplicateEvents events;
    private final CacheCount cache;
    private long lastSequence;

    private FarshorePeer(
            String name, boolean isSink, Path folder, Server server, ReplicateEvents events, CacheCount cache) {
        this.name = name;
        this.isSink = isSink;
        this.folder = folder;
        this.server = server;
        this.events = events;
        this.cache = cache;
    }

    static FarshorePeer sink(Path folder, long bytes, Cleanup cleanup) throws IOException, InterruptedException {
        return start(SINK, true, folder.resolve("sink"), Long.toString(bytes), cleanup);
    }

    static FarshorePeer splitter(Path folder, Path image, Cleanup cleanup) throws IOException, InterruptedException {
        return start(SPLITTER, false, folder.resolve("splitter"), image.toString(), cleanup);
    }

    private static FarshorePeer start(String name, boolean isSink, Path folder, String disk, Cleanup cleanup)
            throws IOException, InterruptedException {
        String url = folder.resolve("cache").toUri().toString();
        ObjectStore store = ObjectStores.create(url);
        Server server = Server.start(command(folder, disk, url), folder.resolve("log"), cleanup);
        ReplicateEvents events = ReplicateEvents.of(server.process(), name);
        FarshorePeer peer = new FarshorePeer(name, isSink, folder, server, events, new CacheCount(store, "bench"));
        server.awaitSocket(folder.resolve(ControlServer.SOCKET)); // the last one that it makes
        peer.settle(0);
        return peer;
    }

    /** As this program runs: the same Java, the same options, the same classes. */
    private static List<String> command(Path folder, String disk, String cache) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-javaagent") && !option.startsWith("-agentlib"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, "replicate", "--machine", "bench"));
        command.addAll(List.of("--disk", "disk=" + disk, "--listen", folder.toString(), "--cache", cache, "--json"));
        return command;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Path socket() {
        return folder.resolve("disk.sock");
    }

    @Override
    public boolean canRead() {
        return !isSink;
    }

    @Override
    public Settled settle(long writes) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long end = start + SETTLES_WITHIN.toNanos();
        Position marked = mark();
        while (marked == null || !events.isCached(marked)) {
            if (System.nanoTime() > end || !server.process().isAlive()) {
                throw server.failed("did not ship everything within " + SETTLES_WITHIN.toSeconds() + " s");
            }
            events.awaitNext(LOOKS_EVERY);
            marked = marked == null ? mark() : marked;
        }
        double drain = (System.nanoTime() - start) / 1e9;
        long changes = marked.sequence() - lastSequence;
        lastSequence = marked.sequence();
        long tracked = changes - cache.countAndDelete();
        return new Settled(writes == 0 ? 1 : Math.max(0, 1 - (double) tracked / writes), drain);
    }

    /** Ends the open segment with a mark; null while there can be none, because not everything is in the log. */
    private @Nullable Position mark() throws IOException {
        String state = ControlClient.send(folder, ControlClient.request("status"))
                .path("state")
                .asText();
        try {
            if (state.equals("streaming")) {
                return Position.parse(ControlClient.send(folder, ControlClient.request("mark"))
                        .path("position")
                        .asText());
            }
            if (isSink && state.equals("resync")) {
                // Nothing is behind this sink: what it missed is gone, and nobody minds.
                ControlClient.send(folder, ControlClient.request("initialReplicationComplete"));
            }
            return null;
        } catch (IllegalArgumentException trackingBegan) {
            return null;
        }
    }
}
