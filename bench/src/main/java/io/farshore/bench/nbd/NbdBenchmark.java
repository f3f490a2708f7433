package io.farshore.bench.nbd;

import io.farshore.bench.figures.Cleanup;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures all servers, one at a time: in every round each workload against one after the other, so that a slow minute of the machine
 * hits them all. Does not print.
 */
final class NbdBenchmark {
    private final Plan plan;
    private final Path folder;
    private final Cleanup cleanup;
    private final Consumer<String> progress;
    private final Fio fio;

    /** @param folder for sockets, images and cache storage; it has to be on a disk, and needs some GiB */
    NbdBenchmark(Plan plan, Path folder, Cleanup cleanup, Consumer<String> progress) {
        this.plan = plan;
        this.folder = folder;
        this.cleanup = cleanup;
        this.progress = progress;
        this.fio = new Fio(folder, cleanup, plan.diskBytes());
    }

    List<Row> run() throws IOException, InterruptedException {
        List<Peer> peers = start();
        for (Peer peer : peers) {
            progress.accept("warming up " + peer.name());
            warmUp(peer);
        }
        Map<String, List<Measurement>> measured = new LinkedHashMap<>();
        for (int round = 1; round <= plan.rounds(); round++) {
            for (Workload load : Workload.ALL) {
                progress.accept("round %d of %d: %s".formatted(round, plan.rounds(), load.name()));
                for (Measurement each : measure(load, peers)) {
                    measured.computeIfAbsent(load.name() + each.server(), key -> new ArrayList<>())
                            .add(each);
                }
            }
        }
        return measured.values().stream().map(Row::of).toList();
    }

    /** The baseline comes first. */
    private List<Peer> start() throws IOException, InterruptedException {
        return List.of(
                ForeignPeer.nbdkit(folder, plan.diskBytes(), cleanup),
                ForeignPeer.qemuNbd(folder, image("qemu-nbd.raw"), cleanup),
                FarshorePeer.sink(folder, plan.diskBytes(), cleanup),
                FarshorePeer.splitter(folder, image("splitter.raw"), cleanup));
    }

    private Path image(String name) throws IOException {
        Path image = folder.resolve(name);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(plan.diskBytes());
        }
        return image;
    }

    private void warmUp(Peer peer) throws IOException, InterruptedException {
        fio.fill(peer.socket());
        peer.settle(0);
        for (Workload load : Workload.ALL) {
            if (peer.canRead() || !load.isRead()) {
                run(load, peer, plan.warmUp());
                peer.settle(0);
            }
        }
    }

    private List<Measurement> measure(Workload load, List<Peer> peers) throws IOException, InterruptedException {
        List<Measurement> measurements = new ArrayList<>();
        for (Peer peer : peers) {
            if (peer.canRead() || !load.isRead()) {
                FioResult result = run(load, peer, plan.each());
                FioResult baseline = measurements.isEmpty()
                        ? result
                        : measurements.getFirst().result();
                Settled settled = peer.settle(load.isRead() ? 0 : result.requests());
                measurements.add(new Measurement(load, peer.name(), result, baseline, settled));
            }
        }
        return measurements;
    }

    private FioResult run(Workload load, Peer peer, Duration time) throws IOException, InterruptedException {
        return fio.run(peer.socket(), load, time);
    }
}
