package io.farshore.dist.mobility;

import io.farshore.dist.demo.FarshoreProcess;
import io.farshore.testbed.Host;
import io.farshore.testbed.Progress;
import io.farshore.testbed.TestBed;
import io.farshore.testbed.guest.ConsoleLog;
import io.farshore.testbed.guest.GuestDomain;
import io.farshore.testbed.guest.GuestImage;
import io.farshore.testbed.guest.GuestKernel;
import io.farshore.testbed.guest.GuestLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** One host with libvirt, and in it a guest with two disks that writes all the time. */
final class Region implements AutoCloseable {
    static final String GUEST = "ledger";
    static final GuestLayout LAYOUT = GuestLayout.twoDisks();

    private static final Duration REST = Duration.ofMillis(10);
    private static final Duration COMMAND = Duration.ofSeconds(30);
    private static final Duration BOOT = Duration.ofSeconds(90);

    private final TestBed bed;
    private final Host host;
    private final GuestImage image;
    private final ConsoleLog console;
    private final List<FarshoreProcess> processes = new ArrayList<>();

    private Region(TestBed bed, Host host, GuestImage image, ConsoleLog console) {
        this.bed = bed;
        this.host = host;
        this.image = image;
        this.console = console;
    }

    /** Returns when the guest writes. */
    static Region start() throws Exception {
        TestBed bed = TestBed.create(Progress.NONE);
        try {
            Host host = bed.addHost("east");
            GuestKernel kernel = GuestKernel.obtain(GuestKernel.defaultCache(), Progress.NONE);
            Path images = Files.createDirectories(host.directory().resolve("images"));
            GuestImage image = GuestImage.build(images, LAYOUT, kernel, REST);
            Path log = images.resolve("console.log");
            Path definition = images.resolve(GUEST + ".xml");
            Files.writeString(definition, GuestDomain.of(GUEST, image, log).toXml());
            Region region = new Region(bed, host, image, ConsoleLog.follow(log, InstantSource.system()));
            region.virsh("define", definition.toString());
            region.virsh("start", GUEST);
            region.console.awaitRecord(1, BOOT);
            return region;
        } catch (Exception | AssertionError e) {
            bed.close();
            throw e;
        }
    }

    Host host() {
        return host;
    }

    String uri() {
        return host.libvirtUri();
    }

    ConsoleLog console() {
        return console;
    }

    /** The raw images that the guest runs on, vda first. */
    List<Path> disks() {
        return image.disks();
    }

    /** A new folder for one test's storage and sockets, with a short name, since sockets' paths are. */
    Path folder(String name) throws IOException {
        return Files.createDirectories(host.directory().resolve(name));
    }

    /** Waits until the guest has reported so many more records as durable than it has now. */
    void awaitMoreRecords(int count) throws Exception {
        long newest = acknowledged();
        console.awaitRecord(newest + count, BOOT);
    }

    /** The newest record that the guest has reported as durable. */
    long acknowledged() {
        var newest = console.newest();
        return newest == null ? 0 : newest.number();
    }

    /** Runs one of our commands as a process of the host. */
    FarshoreProcess farshore(String... arguments) throws IOException {
        FarshoreProcess process = FarshoreProcess.start(host, InstantSource.system(), event -> {}, arguments);
        processes.add(process);
        return process;
    }

    /** Ends what a failed test has left running. */
    void killProcesses() throws InterruptedException {
        for (FarshoreProcess process : processes) {
            process.kill();
        }
        processes.clear();
    }

    String virsh(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("virsh", "--quiet", "-c", uri()));
        words.addAll(List.of(arguments));
        var output = host.run(COMMAND, words.toArray(String[]::new));
        if (output.exitCode() != 0) {
            throw new AssertionError(
                    "%s: %s".formatted(String.join(" ", words), output.err().strip()));
        }
        return output.out().strip();
    }

    String qmp(String command) throws Exception {
        return virsh("qemu-monitor-command", GUEST, command);
    }

    @Override
    public void close() throws IOException {
        console.close();
        bed.close();
    }
}
