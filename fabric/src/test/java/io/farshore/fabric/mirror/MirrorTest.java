package io.farshore.fabric.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.fabric.Await;
import io.farshore.fabric.Domain;
import io.farshore.fabric.Hypervisor;
import io.farshore.fabric.NbdPeer;
import io.farshore.fabric.PrivateLibvirt;
import io.farshore.fabric.TestGuest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One guest that never stops writing, mirrored in every test into two new sinks. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MirrorTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<NbdPeer> sinks = new ArrayList<>();
    private final List<MirrorEvent> events = new CopyOnWriteArrayList<>();
    private PrivateLibvirt libvirt;
    private TestGuest guest;
    private Hypervisor hypervisor;
    private Domain domain;
    private Path console;

    @BeforeAll
    void startGuest() throws Exception {
        libvirt = PrivateLibvirt.start();
        guest = TestGuest.make(libvirt.directory());
        hypervisor = Hypervisor.connect(libvirt.uri());
        console = guest.console("source");
        domain = hypervisor.startPaused(
                hypervisor.define(guest.definition("source")).definition());
        domain.resume();
        TestGuest.awaitRecords(console, 5);
    }

    @AfterAll
    void stopGuest() throws Exception {
        hypervisor.close();
        libvirt.close();
    }

    @BeforeEach
    void startSinks() throws Exception {
        for (var disk : TestGuest.DISKS) {
            try (var file = new RandomAccessFile(content(disk).toFile(), "rw")) {
                file.setLength(0);
                file.setLength(TestGuest.DISK_BYTES);
            }
            sinks.add(NbdPeer.sink(libvirt.directory().resolve(disk + ".sock"), content(disk)));
        }
    }

    @AfterEach
    void stopSinks() throws Exception {
        for (var sink : sinks) {
            sink.close();
        }
        sinks.clear();
        events.clear();
    }

    private Path content(String disk) {
        return libvirt.directory().resolve(disk + ".sink");
    }

    private Mirror attach(long bytesPerSecond) throws IOException {
        var targets = new ArrayList<MirrorTarget>();
        for (int i = 0; i < sinks.size(); i++) {
            targets.add(new MirrorTarget(TestGuest.DISKS.get(i), sinks.get(i).socket(), TestGuest.DISKS.get(i)));
        }
        return Mirror.attach(domain, targets, bytesPerSecond, events::add);
    }

    @Test
    void sinksEqualTheDisksOfAWritingGuest() throws Exception {
        try (var mirror = attach(0)) {
            mirror.awaitReady(SOON);
            Await.until("all ready", SOON, () -> events.contains(new MirrorEvent.AllReady()));
            TestGuest.awaitRecords(console, 20);
            domain.qmp().execute("stop");
            for (var disk : TestGuest.DISKS) {
                assertThat(Files.mismatch(guest.disk(disk), content(disk))).isEqualTo(-1);
            }
            domain.qmp().execute("cont");
            mirror.detach();
            mirror.detach();
            assertThat(mirror.progress()).extracting(MirrorProgress::state).containsOnly(DiskState.CANCELLED);
            assertThat(domain.blockJob("vda")).isNull();
            TestGuest.awaitRecords(console, 5);
        }
        assertThat(events)
                .containsOnlyOnce(new MirrorEvent.AllReady())
                .contains(new MirrorEvent.DiskReady("vda"), new MirrorEvent.DiskReady("vdb"));
        assertThat(TestGuest.errors(console)).isEmpty();
    }

    @Test
    void aKilledSinkIsReportedAndTheGuestRunsOn() throws Exception {
        try (var mirror = attach(0)) {
            mirror.awaitReady(SOON);
            sinks.get(1).kill();
            Await.until("failure", SOON, () -> failed("vdb"));
            TestGuest.awaitRecords(console, 10);
            assertThat(mirror.progress())
                    .extracting(MirrorProgress::state)
                    .containsExactly(DiskState.READY, DiskState.FAILED);
            mirror.detach();
        }
        assertThat(TestGuest.errors(console)).isEmpty();
    }

    @Test
    void yankFreesAGuestThatWaitsForAFrozenSink() throws Exception {
        try (var mirror = attach(0)) {
            mirror.awaitReady(SOON);
            sinks.get(0).freeze();
            Await.until("the guest to hang", SOON, () -> {
                int before = TestGuest.written(console);
                Thread.sleep(1000);
                return TestGuest.written(console) == before;
            });
            mirror.yank();
            TestGuest.awaitRecords(console, 10);
            Await.until("failure", SOON, () -> failed("vda"));
            mirror.detach();
        }
        assertThat(TestGuest.errors(console)).isEmpty();
    }

    @Test
    void progressGrowsUnderALimitAndTheLimitCanBeLifted() throws Exception {
        try (var mirror = attach(4 << 20)) {
            Await.until(
                    "progress",
                    SOON,
                    () -> mirror.progress().stream()
                            .allMatch(disk -> disk.doneBytes() > 0 && disk.doneBytes() < disk.totalBytes()));
            assertThat(events).isEmpty();
            mirror.limit(0);
            mirror.awaitReady(SOON);
            mirror.detach();
        }
    }

    @Test
    void startsNoMirrorWhenOneOfThemCannotBeStarted() throws Exception {
        sinks.get(1).kill();
        assertThatThrownBy(() -> attach(0)).isInstanceOf(IOException.class).hasMessageContaining("vdb");
        Await.until("no job left", SOON, () -> domain.blockJob("vda") == null && domain.blockJob("vdb") == null);
        TestGuest.awaitRecords(console, 5);
    }

    @Test
    void refusesADiskThatTheDomainDoesNotHave() {
        var target = new MirrorTarget("vdq", sinks.getFirst().socket(), "vdq");
        assertThatThrownBy(() -> Mirror.attach(domain, List.of(target), 0, events::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no writable disk vdq")
                .hasMessageContaining("vda, vdb");
    }

    private boolean failed(String disk) {
        return events.stream()
                .anyMatch(event -> event instanceof MirrorEvent.DiskFailed failed
                        && failed.disk().equals(disk));
    }
}
