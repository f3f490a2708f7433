package io.farshore.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Real programs in tests: what must be installed, and the short way to run one. More than a command and a deadline: {@link Program}. */
public final class Programs {
    /** The Debian package of programs that are not named after it. */
    private static final Map<String, String> PACKAGES = Map.ofEntries(
            Map.entry("nbdinfo", "libnbd-bin"),
            Map.entry("nbdcopy", "libnbd-bin"),
            Map.entry("nbdsh", "python3-libnbd"),
            Map.entry("qemu-img", "qemu-utils"),
            Map.entry("qemu-io", "qemu-utils"),
            Map.entry("qemu-nbd", "qemu-utils"),
            Map.entry("qemu-system-x86_64", "qemu-system-x86"),
            Map.entry("virsh", "libvirt-clients"),
            Map.entry("libvirtd", "libvirt-daemon-system"),
            Map.entry("virtlogd", "libvirt-daemon-system"),
            Map.entry("ip", "iproute2"),
            Map.entry("tc", "iproute2"),
            Map.entry("busybox", "busybox-static"),
            Map.entry("dnsmasq", "dnsmasq-base"),
            Map.entry("mcopy", "mtools"),
            Map.entry("mkfs.vfat", "dosfstools"),
            Map.entry("mkfs.ext4", "e2fsprogs"),
            Map.entry("mount", "mount"),
            Map.entry("umount", "mount"),
            Map.entry("unshare", "util-linux"),
            Map.entry("nsenter", "util-linux"),
            Map.entry("fio", "fio"),
            Map.entry("nbdkit", "nbdkit"),
            Map.entry("iptables", "iptables"),
            Map.entry("cpio", "cpio"));

    private Programs() {}

    /** Skips the test, saying which programs are missing and how to install them, unless all are there. */
    public static void require(String... names) {
        List<String> missing =
                Arrays.stream(names).filter(name -> !isInstalled(name)).toList();
        if (missing.isEmpty()) {
            return;
        }
        List<String> packages = missing.stream()
                .filter(PACKAGES::containsKey)
                .map(PACKAGES::get)
                .distinct()
                .toList();
        String hint = packages.isEmpty() ? "" : ": apt-get install " + String.join(" ", packages);
        String reason = "skipped, not installed here: " + String.join(", ", missing) + hint;
        System.out.println(reason);
        Assumptions.abort(reason);
    }

    /** True when the program is on the path, or among the system's own programs, which an ordinary user's path leaves out. */
    public static boolean isInstalled(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/sbin", "/sbin"))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    /** Runs the command, which must succeed in time, and returns what it printed; see {@link Program#run}. */
    public static String run(Duration deadline, String... command) {
        return Program.of(command).within(deadline).run();
    }

    /** Runs the command, which must end in time with any exit code; see {@link Program#tryRun}. */
    public static Finished tryRun(Duration deadline, String... command) {
        return Program.of(command).within(deadline).tryRun();
    }
}
