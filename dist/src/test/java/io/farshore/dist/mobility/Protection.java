package io.farshore.dist.mobility;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.store.FileObjectStore;
import io.farshore.dist.Spoken;
import io.farshore.dist.demo.FarshoreProcess;
import io.farshore.dist.demo.FarshoreProcess.Event;
import io.farshore.testbed.guest.ConsoleLog.Acknowledged;
import io.farshore.testbed.guest.RecordCheck;
import io.farshore.testbed.guest.RecordFindings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A region's guest as one test protects it: its own cache storage, replica store and sockets. */
final class Protection {
    static final Duration SOON = Duration.ofSeconds(60);

    private final Region region;
    private final Path folder;

    /** @param name of a folder of its own */
    Protection(Region region, String name) throws IOException {
        this.region = region;
        this.folder = region.folder(name);
        Files.createDirectories(cacheFolder());
    }

    Path cacheFolder() {
        return folder.resolve("cache");
    }

    String cache() {
        return "file://" + cacheFolder();
    }

    String store() {
        return "file://" + folder.resolve("store");
    }

    Path sockets() {
        return folder.resolve("run");
    }

    FarshoreProcess attach(String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("mobility", "attach", "--domain", Region.GUEST));
        words.addAll(List.of("--connect", region.uri(), "--cache", cache()));
        words.addAll(List.of("--listen", sockets().toString()));
        words.addAll(List.of(more));
        return region.farshore(words.toArray(String[]::new));
    }

    /** Replicates until it is terminated. */
    FarshoreProcess process() throws IOException {
        return region.farshore("process", "--cache", cache(), "--store", store());
    }

    /** Attaches, and waits until a segment after the first recovery point is in cache storage. */
    FarshoreProcess attachAndStream(String... more) throws Exception {
        FarshoreProcess attach = attach(more);
        awaitPoint(attach, 0);
        return attach;
    }

    static boolean isState(Event event, String state) {
        return event.is("state") && event.json().path("state").asText().equals(state);
    }

    /** Waits for a recovery point in cache storage that comes after so many events. */
    static Event awaitPoint(FarshoreProcess attach, int after) throws Exception {
        return await(
                attach,
                after,
                event -> event.is("segment") && event.json().path("consistent").asBoolean(),
                "a recovery point");
    }

    /** Waits for an event that comes after so many others. */
    static Event await(FarshoreProcess process, int after, Predicate<Event> wanted, String what) throws Exception {
        AtomicInteger number = new AtomicInteger();
        return process.await(event -> number.getAndIncrement() >= after && wanted.test(event), what, SOON);
    }

    Spoken detach() {
        return Spoken.by(
                "mobility",
                "detach",
                "--domain",
                Region.GUEST,
                "--listen",
                sockets().toString());
    }

    /** Detaches, and waits until everything is shipped. */
    void detachAndAwait(FarshoreProcess attach) throws Exception {
        Spoken spoken = detach();
        if (spoken.exitCode() != 0) {
            throw new AssertionError("detach: " + spoken);
        }
        attach.awaitSuccess(SOON);
    }

    /** Brings what is in cache storage into the replica store, and reads the store. */
    Catalog replica() throws IOException {
        Spoken.wellBy("process", "--cache", cache(), "--store", store(), "--once");
        try (FileObjectStore replica = FileObjectStore.open(folder.resolve("store"))) {
            return CatalogReader.open(replica, Region.GUEST).read();
        }
    }

    /** Restores a point's disks for a look at them. The caller deletes the files. */
    List<Path> restore(RecoveryPoint point) {
        Path out = folder.resolve("restored");
        Spoken.wellBy(
                "restore",
                store(),
                "--machine",
                Region.GUEST,
                "--point",
                point.id(),
                "--overwrite",
                "--out",
                out.toString());
        return List.of(out.resolve("vda.raw"), out.resolve("vdb.raw"));
    }

    RecordFindings findings(RecoveryPoint point) throws IOException {
        List<Path> images = restore(point);
        RecordFindings findings = RecordCheck.check(Region.LAYOUT, images);
        for (Path image : images) {
            Files.delete(image);
        }
        return findings;
    }

    /** Fails unless the point holds exactly a prefix of the records, with all that was acknowledged before its time. */
    RecordFindings expectPrefix(RecoveryPoint point) throws IOException {
        RecordFindings findings = findings(point);
        long before = region.console().acknowledged().stream()
                .filter(each -> each.at().isBefore(point.time()))
                .mapToLong(Acknowledged::number)
                .max()
                .orElse(0);
        if (!findings.prefixHolds() || findings.highest() < before) {
            throw new AssertionError("point %s of %s: %d records up to %d, %d acknowledged before it, damages %s"
                    .formatted(
                            point.id(),
                            point.time(),
                            findings.records(),
                            findings.highest(),
                            before,
                            findings.damages()));
        }
        return findings;
    }
}
