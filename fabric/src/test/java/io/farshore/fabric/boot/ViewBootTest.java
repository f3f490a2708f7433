package io.farshore.fabric.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.fabric.Await;
import io.farshore.fabric.Hypervisor;
import io.farshore.fabric.HypervisorException;
import io.farshore.fabric.NbdPeer;
import io.farshore.fabric.PrivateLibvirt;
import io.farshore.fabric.Shell;
import io.farshore.fabric.TestGuest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Machines booted from qemu-nbd's read-only exports of two disks full of known bytes. */
@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ViewBootTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long SLOW = 1 << 20;

    private final List<NbdPeer> views = new ArrayList<>();
    private PrivateLibvirt libvirt;
    private TestGuest guest;
    private Hypervisor hypervisor;
    private ViewBoot boot;

    @BeforeAll
    void start() throws Exception {
        libvirt = PrivateLibvirt.start();
        guest = TestGuest.make(libvirt.directory());
        hypervisor = Hypervisor.connect(libvirt.uri());
        boot = new ViewBoot(hypervisor, InstantSource.system(), new Random(1));
    }

    @AfterAll
    void stop() throws Exception {
        hypervisor.close();
        libvirt.close();
    }

    @BeforeEach
    void startViews() throws Exception {
        for (var disk : TestGuest.DISKS) {
            views.add(view(disk));
        }
    }

    @AfterEach
    void stopAll() throws Exception {
        for (var name : hypervisor.domainNames()) {
            var domain = hypervisor.domain(name);
            domain.destroy();
            domain.undefine();
        }
        stopViews();
    }

    private void stopViews() {
        views.forEach(NbdPeer::close);
        views.clear();
    }

    private NbdPeer view(String disk) throws Exception {
        return NbdPeer.view(socket(disk), guest.disk(disk), disk);
    }

    private Path socket(String disk) {
        return libvirt.directory().resolve(disk + ".view");
    }

    private Path console(String name) {
        return libvirt.directory().resolve(name + "-console0.log");
    }

    private BootPlan plan(String name) {
        var disks = TestGuest.DISKS.stream()
                .map(disk -> new ViewDisk(disk, overlay(name, disk), socket(disk), disk, TestGuest.DISK_BYTES))
                .toList();
        return new BootPlan(guest.definition("stored"), name, null, true, libvirt.directory(), disks);
    }

    private Path overlay(String name, String disk) {
        return libvirt.directory().resolve(name + "-" + disk + ".qcow2");
    }

    @Test
    void hydrationSurvivesAKilledViewServerAndLeavesPlainLocalDisks() throws Exception {
        var machine = boot.boot(plan("west"));
        TestGuest.awaitRecords(console("west"), 5);
        var hydration = machine.hydrate(SLOW);
        Await.until("hydration to move", SOON, () -> started(hydration));

        views.forEach(NbdPeer::kill);
        Thread.sleep(2000);
        assertThat(hydration.isOver()).isFalse();
        startViews();

        TestGuest.awaitRecords(console("west"), 10);
        assertThat(hydration.isOver()).isFalse();
        hydration.limit(0);
        hydration.await(SOON);

        stopViews();
        TestGuest.awaitRecords(console("west"), 10);
        assertThat(TestGuest.errors(console("west"))).isEmpty();
        assertThat(hydration.progress()).allMatch(HydrationProgress::hydrated);
        assertThat(machine.domain().qmp().hasNode("farshore-view-vda")).isFalse();
        assertThat(machine.times().hydrated()).isAfter(machine.times().resumed());
        machine.domain().destroy();
        for (var disk : TestGuest.DISKS) {
            assertLocalAndEqual("west", disk);
        }
    }

    /** Outside the guest's records the disk is the view; inside, it has records of this guest. */
    private void assertLocalAndEqual(String name, String disk) throws Exception {
        assertThat(Shell.run("qemu-img", "info", overlay(name, disk).toString()))
                .doesNotContain("backing");
        var raw = libvirt.directory().resolve(disk + ".compare");
        Shell.run("qemu-img", "convert", "-O", "raw", overlay(name, disk).toString(), raw.toString());
        int records = (int) TestGuest.RECORD_BYTES;
        int rest = (int) (TestGuest.DISK_BYTES - records);
        assertThat(TestGuest.read(raw, records, rest)).isEqualTo(TestGuest.read(guest.disk(disk), records, rest));
        assertThat(new String(TestGuest.read(raw, 512, 32), StandardCharsets.US_ASCII))
                .startsWith(disk + " record 1 ");
    }

    private static boolean started(Hydration hydration) {
        return !hydration.progress().isEmpty()
                && hydration.progress().stream().allMatch(disk -> disk.doneBytes() > 0 && !disk.hydrated());
    }

    @Test
    void remembersWhatTheGuestWroteSinceTheBootAndNotWhatWasHydrated() throws Exception {
        var machine = boot.boot(plan("dirty"));
        TestGuest.awaitRecords(console("dirty"), 5);
        machine.hydrate(0).await(SOON);
        long dirty = 0;
        for (var device : machine.domain().qmp().execute("query-block")) {
            for (var bitmap : device.path("inserted").path("dirty-bitmaps")) {
                dirty = Math.max(dirty, bitmap.path("count").asLong());
            }
        }
        assertThat(dirty).isBetween(1L, TestGuest.RECORD_BYTES);
    }

    @Test
    void aMachineThatWentDownBeforeHydrationBootsAgainWithWhatItWrote() throws Exception {
        var first = boot.boot(plan("again"));
        TestGuest.awaitRecords(console("again"), 5);
        first.domain().destroy();

        stopViews();
        var defined = hypervisor.domain("again");
        assertThatThrownBy(() -> hypervisor.startPaused(defined.definition()))
                .as("a start that does not come from here must not show a disk without its view")
                .isInstanceOf(HypervisorException.class)
                .hasMessageContaining(".view");
        startViews();

        var second = boot.bootAgain(plan("again"));
        TestGuest.awaitRecords(console("again"), 5);
        second.hydrate(0).await(SOON);
        second.domain().destroy();
        for (var disk : TestGuest.DISKS) {
            assertLocalAndEqual("again", disk);
        }

        var third = boot.bootAgain(plan("again"));
        assertThat(third.domain().qmp().hasNode("farshore-view-vda"))
                .as("a hydrated disk must not get its view back")
                .isFalse();
    }

    @Test
    void anAbandonedHydrationIsJoinedByTheNextOne() throws Exception {
        var machine = boot.boot(plan("joined"));
        machine.hydrate(SLOW).close();
        var adopted = BootedMachine.adopt(hypervisor.domain("joined"), machine.disks(), InstantSource.system());
        var hydration = adopted.hydrate(SLOW);
        hydration.limit(0);
        hydration.await(SOON);
        adopted.hydrate(0).await(SOON);
    }

    @Test
    void leavesNothingBehindWhenAStepFails() throws Exception {
        var good = plan("broken");
        var wrong =
                new ViewDisk("vdb", overlay("broken", "vdb"), socket("vdb"), "no-such-export", TestGuest.DISK_BYTES);
        var plan = new BootPlan(
                good.definition(),
                "broken",
                null,
                true,
                libvirt.directory(),
                List.of(good.disks().getFirst(), wrong));
        assertThatThrownBy(() -> boot.boot(plan))
                .isInstanceOf(HypervisorException.class)
                .hasMessageContaining("could not boot broken")
                .hasMessageContaining("blockdev-add")
                .hasMessageContaining("no-such-export");
        assertNothingLeft("broken");
    }

    @Test
    void refusesWhatIsThereAlready() throws Exception {
        hypervisor.define(guest.definition("taken"));
        assertThatThrownBy(() -> boot.boot(plan("taken")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("already a domain taken");

        Files.createFile(overlay("half", "vdb"));
        assertThatThrownBy(() -> boot.boot(plan("half")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("half-vdb.qcow2 exists");
        assertThat(overlay("half", "vdb")).exists();
        Files.delete(overlay("half", "vdb"));
        assertNothingLeft("half");
    }

    @Test
    void refusesANetworkThatIsNotThereAndAViewThatIsNotServed() throws IOException {
        var plan = plan("nowhere");
        var elsewhere = new BootPlan(plan.definition(), "nowhere", "blue", true, libvirt.directory(), plan.disks());
        assertThatThrownBy(() -> boot.boot(elsewhere)).hasMessageContaining("no network blue");
        Files.delete(socket("vda"));
        assertThatThrownBy(() -> boot.boot(plan)).hasMessageContaining("is not served");
        assertNothingLeft("nowhere");
    }

    private void assertNothingLeft(String name) throws IOException {
        assertThat(hypervisor.domainNames()).doesNotContain(name);
        TestGuest.DISKS.forEach(disk -> assertThat(overlay(name, disk)).doesNotExist());
    }
}
