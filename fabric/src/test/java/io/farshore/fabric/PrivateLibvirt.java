package io.farshore.fabric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;

/**
 * A libvirt daemon of its own, in mount and pid namespaces, with all its state in one temporary directory. Ends, with its guests and its
 * directory, when closed; daemon and guests end also when this JVM is killed, because the namespaces' first process reads our pipe.
 */
public final class PrivateLibvirt implements AutoCloseable {
    private static final String SCRIPT = """
            set -e
            mount -t tmpfs tmpfs /run
            mkdir -p /run/libvirt
            for i in run:/run/libvirt lib:/var/lib/libvirt etc:/etc/libvirt log:/var/log/libvirt cache:/var/cache/libvirt; do
              mkdir -p "$0/${i%%:*}" "${i#*:}"
              mount --bind "$0/${i%%:*}" "${i#*:}"
            done
            cat > /etc/libvirt/qemu.conf <<X
            user="root"
            group="root"
            security_driver="none"
            namespaces=[]
            cgroup_controllers=[]
            remember_owner=0
            X
            virtlogd -d
            libvirtd &
            # Not exec: the first process of a pid namespace must reap, and libvirtd does not; a dead QEMU would stay as a zombie.
            read -r _
            """;

    private final Path directory;
    private final Process process;

    private PrivateLibvirt(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    public static PrivateLibvirt start() throws Exception {
        var directory = Files.createTempDirectory("farshore-fabric-");
        var process = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--mount-proc",
                        "--propagation",
                        "private",
                        "bash",
                        "-c",
                        SCRIPT,
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("daemon.log").toFile())
                .start();
        var libvirt = new PrivateLibvirt(directory, process);
        Await.until("libvirtd in " + directory, Duration.ofSeconds(30), libvirt::answers);
        return libvirt;
    }

    private boolean answers() {
        try (var hypervisor = Hypervisor.connect(uri())) {
            return hypervisor.domainNames().isEmpty();
        } catch (HypervisorException e) {
            return false;
        }
    }

    public String uri() {
        return "qemu:///system?socket=" + directory.resolve("run/libvirt-sock");
    }

    /** Where tests put disks and sockets. */
    public Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
