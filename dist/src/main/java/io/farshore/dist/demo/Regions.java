package io.farshore.dist.demo;

import io.farshore.core.crypto.file.KeyFile;
import io.farshore.testbed.Host;
import io.farshore.testbed.TestBed;
import io.farshore.testbed.guest.ConsoleLog;
import io.farshore.testbed.guest.GuestDomain;
import io.farshore.testbed.guest.GuestImage;
import io.farshore.testbed.guest.GuestKernel;
import io.farshore.testbed.guest.GuestLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Two regions of one host each, and the guest in the first. */
final class Regions implements AutoCloseable {
    /** The guest's name, and the machine's. */
    static final String GUEST = "ledger";

    /** 256 MiB each. */
    static final GuestLayout LAYOUT = new GuestLayout(List.of(256L << 20, 256L << 20));

    private static final Duration REST = Duration.ofMillis(20);
    private static final Duration COMMAND = Duration.ofSeconds(30);

    private final TestBed bed;
    private final Host east;
    private final Host west;

    private Regions(TestBed bed, Host east, Host west) {
        this.bed = bed;
        this.east = east;
        this.west = west;
    }

    static Regions create(Narrator narrator) throws IOException, InterruptedException {
        TestBed bed = TestBed.create(narrator::say);
        try {
            return new Regions(bed, bed.addHost("east"), bed.addHost("west"));
        } catch (IOException | InterruptedException | RuntimeException e) {
            bed.close();
            throw e;
        }
    }

    Host east() {
        return east;
    }

    Host west() {
        return west;
    }

    /** East's cache storage. */
    String cache() {
        return "file://" + east.directory().resolve("cache");
    }

    /** West's replica store. */
    String store() {
        return "file://" + west.directory().resolve("store");
    }

    /** Of neither region: losing one must not lose it, and having one must not be having it. */
    String keyFile() {
        return bed.directory().resolve("keys").toString();
    }

    /** Builds the guest's disks, defines it in east, starts it, and follows its console. */
    ConsoleLog startGuest(Narrator narrator, InstantSource clock) throws IOException, InterruptedException {
        KeyFile.create(Path.of(keyFile()), clock.instant(), new SecureRandom());
        narrator.say("made a key file, which is in neither region: what leaves east is encrypted");
        GuestKernel kernel = GuestKernel.obtain(GuestKernel.defaultCache(), narrator::say);
        Path images = Files.createDirectories(east.directory().resolve("images"));
        Files.createDirectories(east.directory().resolve("cache"));
        GuestImage image = GuestImage.build(images, LAYOUT, kernel, REST);
        Path console = images.resolve("console.log");
        Path definition = images.resolve(GUEST + ".xml");
        Files.writeString(definition, GuestDomain.of(GUEST, image, console).toXml());
        virsh("define", definition.toString());
        virsh("start", GUEST);
        return ConsoleLog.follow(console, clock);
    }

    private void virsh(String command, String argument) throws IOException, InterruptedException {
        var output = east.run(COMMAND, "virsh", "-c", east.libvirtUri(), command, argument);
        if (output.exitCode() != 0) {
            throw new IOException("virsh %s %s failed: %s"
                    .formatted(command, argument, output.err().strip()));
        }
    }

    void keepDirectory() throws IOException {
        bed.keepDirectory();
    }

    Path directory() {
        return bed.directory();
    }

    @Override
    public void close() throws IOException {
        bed.close();
    }
}
