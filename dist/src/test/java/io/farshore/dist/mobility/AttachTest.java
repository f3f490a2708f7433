package io.farshore.dist.mobility;

import static io.farshore.dist.mobility.Protection.SOON;
import static io.farshore.dist.mobility.Protection.await;
import static io.farshore.dist.mobility.Protection.awaitPoint;
import static io.farshore.dist.mobility.Protection.isState;
import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.dist.Spoken;
import io.farshore.dist.demo.FarshoreProcess;
import io.farshore.dist.demo.FarshoreProcess.Event;
import io.farshore.fabric.Hypervisor;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/** Capture attached to one running guest, again and again; the guest never stops to write until the last test stops it. */
@Tag("real")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class AttachTest {
    @SuppressWarnings("NullAway.Init")
    private Region region;

    @BeforeAll
    void startGuest() throws Exception {
        region = Region.start();
    }

    @AfterEach
    void leaveNothingRunning() throws Exception {
        region.killProcesses();
    }

    @AfterAll
    void end() throws Exception {
        region.close();
    }

    @Test
    @Order(1)
    void attachesWithoutARebootAndDetachesWithoutATrace() throws Exception {
        Protection protection = new Protection(region, "a");
        long qemu = qemu();
        FarshoreProcess attach = protection.attach();
        awaitPoint(attach, 0);
        expectOrderOfEvents(attach.events());

        String mark = Spoken.wellBy("mark", "--listen", protection.sockets().toString(), "--name", "before lunch");
        assertThat(mark).startsWith("recovery point");
        region.awaitMoreRecords(20);
        protection.detachAndAwait(attach);
        expectUntouched(qemu);
        assertThat(Files.exists(protection.sockets().resolve("control.sock"))).isFalse();

        Catalog first = protection.replica();
        assertThat(first.points())
                .filteredOn(point -> point.name().equals("before lunch"))
                .hasSize(1);
        protection.expectPrefix(first.points().getFirst());
        protection.expectPrefix(first.points().getLast());

        FarshoreProcess again = protection.attachAndStream();
        region.awaitMoreRecords(20);
        protection.detachAndAwait(again);
        expectUntouched(qemu);
        RecoveryPoint latest = protection.replica().points().getLast();
        assertThat(latest.position().generation()).isEqualTo(2);
        protection.expectPrefix(latest);
    }

    /** Copying first, then streaming, and no recovery point before; the copy says at its end that it is complete. */
    private static void expectOrderOfEvents(List<Event> events) {
        int copying = first(events, event -> isState(event, "initialReplication"));
        int streaming = first(events, event -> isState(event, "streaming"));
        int mark = first(events, event -> event.is("mark"));
        int point = first(
                events,
                event -> event.is("segment") && event.json().path("consistent").asBoolean());
        assertThat(List.of(copying, mark, point)).isSorted();
        assertThat(List.of(copying, streaming, point)).isSorted();
        for (String disk : List.of("vda", "vdb")) {
            int complete = first(
                    events,
                    event -> event.is("mirror")
                            && event.json().path("disk").asText().equals(disk)
                            && event.json().path("total").asLong() == 64 << 20
                            && event.json().path("bytes").asLong() == 64 << 20);
            assertThat(complete).as("mirror of %s at 100 %%", disk).isBetween(copying, streaming);
        }
    }

    private static int first(List<Event> events, java.util.function.Predicate<Event> wanted) {
        for (int at = 0; at < events.size(); at++) {
            if (wanted.test(events.get(at))) {
                return at;
            }
        }
        throw new AssertionError("no such event among " + events);
    }

    @Test
    @Order(2)
    void killedCaptureHarmsNeitherGuestNorEarlierPoints() throws Exception {
        Protection protection = new Protection(region, "k");
        long qemu = qemu();
        FarshoreProcess attach = protection.attachAndStream();
        region.awaitMoreRecords(100);
        attach.kill();
        attach.awaitExit(SOON);
        List<RecoveryPoint> before = protection.replica().points();
        region.awaitMoreRecords(50);
        assertThat(before).isNotEmpty();
        protection.expectPrefix(before.getLast());

        FarshoreProcess again = protection.attach();
        awaitPoint(again, 0);
        region.awaitMoreRecords(20);
        protection.detachAndAwait(again);
        Catalog replica = protection.replica();
        assertThat(replica.points()).containsAll(before);
        RecoveryPoint latest = replica.points().getLast();
        assertThat(latest.position().generation()).isEqualTo(2);
        protection.expectPrefix(latest);
        expectUntouched(qemu);
    }

    @Test
    @Order(3)
    void mirrorsAgainAfterAMirrorWasCancelledAndClaimsNothingMeanwhile() throws Exception {
        Protection protection = new Protection(region, "c");
        FarshoreProcess attach = protection.attachAndStream();
        region.awaitMoreRecords(100);
        int before = attach.events().size();
        region.virsh("blockjob", Region.GUEST, "vda", "--abort");
        expectMirroredAgain(protection, attach, before);
    }

    @Test
    @Order(4)
    void mirrorsAgainAfterAMirrorWasYanked() throws Exception {
        Protection protection = new Protection(region, "y");
        FarshoreProcess attach = protection.attachAndStream();
        region.awaitMoreRecords(100);
        int before = attach.events().size();
        String yanked = nodeOf("vda");
        region.qmp(
                "{\"execute\":\"yank\",\"arguments\":{\"instances\":[{\"type\":\"block-node\",\"node-name\":\"%s\"}]}}"
                        .formatted(yanked));
        expectMirroredAgain(protection, attach, before);
    }

    private String nodeOf(String disk) throws Exception {
        String xml = region.virsh("dumpxml", Region.GUEST);
        String element = xml.substring(0, xml.indexOf("<target dev='%s'".formatted(disk)));
        String mirror = element.substring(element.lastIndexOf("<mirror"));
        String index = mirror.replaceAll("(?s).*?<source[^>]* index='(\\d+)'.*", "$1");
        return "libvirt-%s-storage".formatted(index);
    }

    private void expectMirroredAgain(Protection protection, FarshoreProcess attach, int before) throws Exception {
        await(attach, before, event -> event.is("mirrorLost"), "the loss of the mirror");
        await(attach, before, event -> isState(event, "tracking"), "tracking");
        await(attach, before, event -> isState(event, "resync"), "resync");
        await(attach, before, event -> isState(event, "streaming"), "streaming again");
        awaitPoint(attach, attach.events().size());
        protection.detachAndAwait(attach);
        for (RecoveryPoint point : protection.replica().points()) {
            protection.expectPrefix(point);
        }
    }

    @Test
    @Order(5)
    void theGuestGoesOnAndTheLagIsHonestWhileCacheStorageIsAway() throws Exception {
        Protection protection = new Protection(region, "s");
        FarshoreProcess attach = protection.attachAndStream();
        FarshoreProcess processor = protection.process();
        await(attach, 0, event -> event.json().path("replicated").isTextual(), "a replicated position");
        Instant start = Instant.now();
        Path away = protection.cacheFolder().resolveSibling("away");
        Files.move(protection.cacheFolder(), away);
        Instant gone = Instant.now();
        Event lagging = await(
                attach,
                attach.events().size(),
                event -> event.is("lag") && event.json().path("seconds").asDouble() > 5,
                "a lag of more than 5 s");
        Files.move(away, protection.cacheFolder());
        Instant back = Instant.now();
        await(
                attach,
                attach.events().size(),
                event -> event.is("lag") && event.json().path("seconds").asDouble() < 2.5,
                "a lag of less than 2.5 s");

        Lateness lateness = new Lateness(region.console());
        lateness.expectSamePace(gone, lagging.at());
        lateness.expectHonestLag(attach.events(), gone, back);
        protection.detachAndAwait(attach);
        processor.terminate();
        processor.awaitExit(SOON);
        RecoveryPoint latest = protection.replica().points().getLast();
        assertThat(protection.expectPrefix(latest).newest()).isAfter(start);
    }

    @Test
    @Order(8)
    void aBigDiskIsCopiedNoFasterThanItCanBeShipped() throws Exception {
        Protection protection = new Protection(region, "g");
        Path disk = region.folder("g").resolve("vdc.raw");
        fill(disk, 320);
        region.virsh("attach-disk", Region.GUEST, disk.toString(), "vdc", "--live", "--subdriver", "raw");
        FarshoreProcess attach = protection.attach();
        await(attach, 0, event -> isState(event, "initialReplication"), "the copy's start");
        Path away = protection.cacheFolder().resolveSibling("away");
        Files.move(protection.cacheFolder(), away);
        await(
                attach,
                0,
                event -> event.is("lag") && event.json().path("seconds").asDouble() > 4,
                "a lag of more than 4 s");
        Files.move(away, protection.cacheFolder());
        awaitPoint(attach, 0);
        assertThat(attach.events()).noneMatch(event -> isState(event, "tracking"));
        protection.detachAndAwait(attach);
    }

    /** With what cannot be compressed. */
    private static void fill(Path file, int mebibytes) throws Exception {
        byte[] bytes = new byte[1 << 20];
        SplittableRandom random = new SplittableRandom(7);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < mebibytes; i++) {
                random.nextBytes(bytes);
                out.write(bytes);
            }
        }
    }

    @Test
    @Order(6)
    void refusesWhatCannotBeAttached() throws Exception {
        Protection protection = new Protection(region, "w");
        assertThat(attachTo(protection, "nosuch").exitCode()).isEqualTo(2);
        assertThat(attachTo(protection, "nosuch").err()).contains("no domain nosuch", Region.GUEST);
        assertThat(attachTo(protection, Region.GUEST, "--exclude-disk", "vdx").err())
                .contains("no writable disk vdx", "vda, vdb");
        assertThat(attachTo(protection, Region.GUEST, "--exclude-disk", "vda", "--exclude-disk", "vdb")
                        .err())
                .contains("no disk to replicate");

        Files.writeString(region.folder("w").resolve("file"), "");
        Spoken wrongCache = attachTo(
                protection,
                Region.GUEST,
                "--cache",
                "file://" + region.folder("w").resolve("file"));
        assertThat(wrongCache.exitCode()).isEqualTo(2);
        Spoken unknownCache = attachTo(protection, Region.GUEST, "--cache", "gopher://x/y");
        assertThat(unknownCache.exitCode()).isEqualTo(2);

        assertThat(protection.detach().exitCode()).isEqualTo(2);
        assertThat(protection.detach().err()).contains(protection.sockets().toString());
        assertThat(jobs()).isEmpty();
        assertThat(Files.exists(protection.sockets())).isFalse();
    }

    private Spoken attachTo(Protection protection, String domain, String... more) throws Exception {
        List<String> words = new java.util.ArrayList<>(List.of("mobility", "attach", "--domain", domain));
        words.addAll(List.of(
                "--connect", region.uri(), "--listen", protection.sockets().toString()));
        words.addAll(List.of(more));
        if (!words.contains("--cache")) {
            words.addAll(List.of("--cache", protection.cache()));
        }
        FarshoreProcess process = region.farshore(words.toArray(String[]::new));
        return new Spoken(process.awaitExit(SOON), "", process.complaints());
    }

    /** The last test: it stops the guest. What the test before has added is not replicated. */
    @Test
    @Order(9)
    void shipsEverythingWhenTheDomainStops() throws Exception {
        Protection protection = new Protection(region, "d");
        FarshoreProcess attach = protection.attachAndStream("--exclude-disk", "vdc");
        region.awaitMoreRecords(50);
        region.virsh("destroy", Region.GUEST);
        attach.awaitSuccess(SOON);
        assertThat(attach.newest("domainStopped")).isNotNull();

        RecoveryPoint latest = protection.replica().points().getLast();
        protection.expectPrefix(latest);
        List<Path> restored = protection.restore(latest);
        for (int disk = 0; disk < restored.size(); disk++) {
            assertThat(Files.mismatch(restored.get(disk), region.disks().get(disk)))
                    .as("disk %d", disk)
                    .isEqualTo(-1);
        }
    }

    private long qemu() throws Exception {
        try (Hypervisor hypervisor = Hypervisor.connect(region.uri())) {
            var process = hypervisor.domain(Region.GUEST).process();
            assertThat(process).isNotNull();
            return process == null ? 0 : process.pid();
        }
    }

    private List<String> jobs() throws Exception {
        return List.of(region.virsh("blockjob", Region.GUEST, "vda"), region.virsh("blockjob", Region.GUEST, "vdb"))
                .stream()
                .filter(job -> !job.isEmpty() && !job.startsWith("No current block job"))
                .toList();
    }

    /** The guest was not restarted, writes on, and nothing of ours is left in it. */
    private void expectUntouched(long qemu) throws Exception {
        assertThat(qemu()).isEqualTo(qemu);
        assertThat(jobs()).isEmpty();
        region.awaitMoreRecords(5);
        assertThat(region.console().lines())
                .filteredOn(line -> line.text().startsWith("FARSHORE UP"))
                .hasSize(1);
        assertThat(region.qmp("{\"execute\":\"query-named-block-nodes\"}")).doesNotContain("\"nbd\"");
    }
}
