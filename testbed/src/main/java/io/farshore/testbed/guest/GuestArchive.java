package io.farshore.testbed.guest;

import io.farshore.testbed.program.StaticBusybox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The guest's whole user space, as the kernel unpacks it into memory: busybox, the drivers of its disks, and one script. */
final class GuestArchive {
    /** In the order in which they must be loaded. One that the kernel has built in is not there to be loaded. */
    private static final List<String> MODULES = List.of(
            "virtio_ring", "virtio", "virtio_pci_legacy_dev", "virtio_pci_modern_dev", "virtio_pci", "virtio_blk");

    private static final List<String> APPLETS =
            List.of("sh", "mount", "insmod", "dd", "awk", "tr", "wc", "date", "sync", "sleep", "usleep");

    private GuestArchive() {}

    static byte[] build(GuestKernel kernel) throws IOException {
        Path busybox = StaticBusybox.find();
        if (busybox == null) {
            throw new IOException("the guest needs a static busybox; run: apt-get install busybox-static");
        }
        CpioArchive archive = new CpioArchive();
        for (String directory : List.of("bin", "dev", "proc", "sys", "modules")) {
            archive.directory(directory);
        }
        archive.characterDevice("dev/console", 5, 1);
        archive.file("bin/busybox", Files.readAllBytes(busybox));
        for (String applet : APPLETS) {
            archive.link("bin/" + applet, "busybox");
        }
        for (String module : MODULES) {
            addModule(archive, kernel, module + ".ko");
        }
        archive.file("init", resource("init"));
        archive.file("scan.awk", resource("scan.awk"));
        return archive.finish();
    }

    private static void addModule(CpioArchive archive, GuestKernel kernel, String file) throws IOException {
        try (Stream<Path> all = Files.walk(kernel.modules().resolve("kernel/drivers"))) {
            Path found = all.filter(path -> path.getFileName().toString().equals(file))
                    .findFirst()
                    .orElse(null);
            if (found != null) {
                archive.file("modules/" + file, Files.readAllBytes(found));
            }
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = GuestArchive.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program was packed without its resource " + name);
            }
            return in.readAllBytes();
        }
    }
}
