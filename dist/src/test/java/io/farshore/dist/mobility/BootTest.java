package io.farshore.dist.mobility;

import static io.farshore.dist.mobility.Protection.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.dist.Spoken;
import io.farshore.dist.demo.FarshoreProcess;
import io.farshore.testbed.guest.ConsoleLog;
import io.farshore.testbed.guest.GuestReport;
import io.farshore.testbed.guest.RecordFindings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Machines booted from one replica of a guest that is gone. */
@Tag("real")
@TestInstance(Lifecycle.PER_CLASS)
final class BootTest {
    private static final Duration BOOT = Duration.ofSeconds(90);

    @SuppressWarnings("NullAway.Init")
    private Region region;

    @SuppressWarnings("NullAway.Init")
    private Protection protection;

    @SuppressWarnings("NullAway.Init")
    private List<RecoveryPoint> points;

    @BeforeAll
    void makeReplica() throws Exception {
        region = Region.start();
        protection = new Protection(region, "b");
        FarshoreProcess attach = protection.attachAndStream();
        region.awaitMoreRecords(150);
        protection.detachAndAwait(attach);
        region.virsh("destroy", Region.GUEST);
        points = protection.replica().points();
    }

    @AfterEach
    void leaveNothingRunning() throws Exception {
        region.killProcesses();
        for (String domain : region.virsh("list", "--name").lines().toList()) {
            region.virsh("destroy", domain);
        }
    }

    @AfterAll
    void end() throws Exception {
        region.close();
    }

    @Test
    void refusesWhatCannotBeBootedAndLeavesNothingBehind() throws Exception {
        refused("latest", Region.GUEST, List.of("there is already a domain ledger"));
        assertThat(Files.exists(images())).isFalse();

        Files.createDirectories(images());
        Path overlay = Files.writeString(images().resolve("taken-vdb.qcow2"), "mine");
        refused("latest", "taken", List.of("taken-vdb.qcow2", "exists"));
        assertThat(overlay).hasContent("mine");
        assertThat(images()).isDirectoryContaining(file -> file.equals(overlay));
        try (Stream<Path> left = Files.list(images())) {
            assertThat(left).containsExactly(overlay);
        }
        Files.delete(overlay);
        Files.delete(images());

        refused("2001-01-01T00:00:00Z", "copy", List.of("2001-01-01T00:00:00Z"));
        refused("1.99999999", "copy", List.of("1.99999999"));
        refused("no such name", "copy", List.of("no such name"));
        Spoken unknown = Spoken.by(
                "mobility", "boot", "--store", protection.store(), "--machine", "nosuch", "--point", "latest");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("nosuch", Region.GUEST);
        refused("latest", "copy", List.of("no network nosuch"), "--network", "nosuch");
        refused("latest", "copy", List.of("not waiting to be hydrated"), "--resume");

        assertThat(region.virsh("list", "--all", "--name").lines()).containsExactly(Region.GUEST);
        assertThat(Files.exists(images())).isFalse();
        assertThat(Files.exists(sockets("copy"))).isFalse();
    }

    @Test
    void refusesAReplicaWithoutADefinition() throws Exception {
        Path disk = region.folder("nodef").resolve("disk.raw");
        Files.write(disk, new byte[1 << 20]);
        Protection plain = new Protection(region, "nodef");
        FarshoreProcess replicate = region.farshore(
                "replicate",
                "--machine",
                Region.GUEST,
                "--disk",
                "vda=" + disk,
                "--listen",
                plain.sockets().toString(),
                "--cache",
                plain.cache());
        Protection.awaitPoint(replicate, 0);
        replicate.terminate();
        replicate.awaitSuccess(SOON);
        plain.replica();
        Spoken spoken = Spoken.by(words(plain.store(), "latest", "copy", List.of()));
        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err()).contains("no definition", "farshore restore");
        assertThat(Files.exists(images())).isFalse();
    }

    @Test
    void aGuestOutlivesTheViewsItWasBootedFrom() throws Exception {
        RecoveryPoint latest = points.getLast();
        RecordFindings expected = protection.expectPrefix(latest);
        FarshoreProcess boot = boot("copy", "latest", "--hydration-limit", "2M");
        Protection.await(boot, 0, event -> event.is("poweredOn"), "power on");
        boot.kill();
        boot.awaitExit(SOON);
        expectRunningWithoutErrors("copy");

        refused(points.getFirst().id(), "copy", List.of("resume it with --point " + latest.id()), "--resume");
        expectRunningWithoutErrors("copy");
        FarshoreProcess resumed = boot("copy", latest.id(), "--resume");
        resumed.awaitSuccess(BOOT);
        try (ConsoleLog console = console("copy")) {
            GuestReport found = console.awaitFound(BOOT);
            assertThat(found.prefixHolds()).isTrue();
            assertThat(found.highest()).isEqualTo(expected.highest());
            console.awaitRecord(expected.highest() + 5, BOOT);
        }
        expectPlainDisks("copy");
        assertThat(sockets("copy")).isEmptyDirectory();

        region.virsh("destroy", "copy");
        Files.delete(images().resolve("copy-console0.log"));
        region.virsh("start", "copy");
        try (ConsoleLog console = console("copy")) {
            GuestReport found = console.awaitFound(BOOT);
            assertThat(found.prefixHolds()).isTrue();
            assertThat(found.highest()).isGreaterThanOrEqualTo(expected.highest() + 5);
        }
    }

    @Test
    void aMachineThatWentDownBeforeItWasHydratedComesUpAgain() throws Exception {
        RecoveryPoint early = points.get(points.size() / 2);
        RecordFindings expected = protection.expectPrefix(early);
        FarshoreProcess boot = boot("again", early.id(), "--hydration-limit", "1M");
        Protection.await(boot, 0, event -> event.is("poweredOn"), "power on");
        region.virsh("destroy", "again");
        assertThat(boot.awaitExit(SOON)).isEqualTo(1);
        assertThat(boot.complaints()).contains("again");

        boot("again", early.id(), "--resume").awaitSuccess(BOOT);
        try (ConsoleLog console = console("again")) {
            GuestReport found = console.awaitFound(BOOT);
            assertThat(found.prefixHolds()).isTrue();
            assertThat(found.highest()).isEqualTo(expected.highest());
        }
        expectPlainDisks("again");
        assertThat(sockets("again")).isEmptyDirectory();
    }

    private void refused(String point, String name, List<String> words, String... more) {
        Spoken spoken = Spoken.by(words(protection.store(), point, name, List.of(more)));
        assertThat(spoken.exitCode()).as(spoken.err()).isEqualTo(2);
        assertThat(spoken.err().lines()).hasSize(1);
        assertThat(spoken.err()).contains(words);
    }

    private FarshoreProcess boot(String name, String point, String... more) throws IOException {
        return region.farshore(words(protection.store(), point, name, List.of(more)));
    }

    private String[] words(String store, String point, String name, List<String> more) {
        List<String> words = new ArrayList<>(List.of("mobility", "boot", "--store", store));
        words.addAll(List.of("--machine", Region.GUEST, "--point", point, "--name", name));
        words.addAll(List.of("--connect", region.uri(), "--disks", images().toString()));
        words.addAll(List.of("--listen", sockets(name).toString()));
        words.addAll(more);
        return words.toArray(String[]::new);
    }

    private Path images() {
        return region.host().directory().resolve("booted");
    }

    private Path sockets(String name) {
        return region.host().directory().resolve("views").resolve(name);
    }

    private ConsoleLog console(String name) throws IOException {
        return ConsoleLog.follow(images().resolve(name + "-console0.log"), InstantSource.system());
    }

    /** QEMU's own word for it: a guest that was stopped by an error says io-error. */
    private void expectRunningWithoutErrors(String name) throws Exception {
        assertThat(region.virsh("qemu-monitor-command", name, "{\"execute\":\"query-status\"}"))
                .contains("\"status\":\"running\"");
        assertThat(region.virsh("qemu-monitor-command", name, "{\"execute\":\"query-block\"}"))
                .contains("\"io-status\":\"ok\"")
                .doesNotContain("\"io-status\":\"failed\"");
        try (ConsoleLog console = console(name)) {
            assertThat(console.lines())
                    .noneMatch(line ->
                            line.text().contains("I/O error") || line.text().contains("FAILED"));
        }
    }

    private void expectPlainDisks(String name) throws Exception {
        for (String disk : List.of("vda", "vdb")) {
            Path file = images().resolve("%s-%s.qcow2".formatted(name, disk));
            var info = region.host().run(SOON, "qemu-img", "info", "-U", file.toString());
            assertThat(info.exitCode()).isZero();
            assertThat(info.out()).contains("file format: qcow2").doesNotContain("backing file");
        }
        assertThat(region.virsh("dumpxml", name)).doesNotContain("nbd");
    }
}
