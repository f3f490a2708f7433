package io.farshore.testbed;

import io.farshore.testbed.program.Command;
import io.farshore.testbed.program.Command.Output;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A hypervisor host of its own as far as its programs can tell: own processes, mounts, network, name, libvirtd and local
 * storage. It can be killed at any moment, with everything in it, and booted again. Safe for use by many threads.
 */
public final class Host {
    private static final Duration SETTING_UP = Duration.ofSeconds(20);
    private static final Duration DYING = Duration.ofSeconds(20);

    private final String name;
    private final Path root;
    private final int number;
    private final ProcessHandle wan;
    private @Nullable Running running;

    /** @param first the host's process 1, killed to kill the host; its outer process ends when all in the host have ended */
    private record Running(Process outer, ProcessHandle first, String namespace) {}

    Host(String name, Path root, int number, ProcessHandle wan) {
        this.name = name;
        this.root = root;
        this.number = number;
        this.wan = wan;
    }

    public String name() {
        return name;
    }

    /** The host's address on the WAN. */
    public String address() {
        return "10.77.0." + number;
    }

    /** The host's own local storage, at the same path inside and outside. Survives {@link #kill}; see {@link #loseStorage}. */
    public Path directory() {
        return root.resolve("local");
    }

    /** Reaches the host's libvirtd, from inside and from outside. */
    public String libvirtUri() {
        return "qemu:///system?socket=" + root.resolve("run/libvirt/libvirt-sock");
    }

    /** What the host's libvirtd has logged; for people. */
    public Path libvirtLog() {
        return root.resolve("var/log/libvirt/libvirtd.log");
    }

    /** Starts the host: after its creation, or again after {@link #kill}, with its disks and definitions as they were. */
    public synchronized void boot() throws IOException, InterruptedException {
        if (isAlive()) {
            throw new IllegalStateException("host %s is running already".formatted(name));
        }
        Files.createDirectories(directory());
        Path log = root.resolve("host.log");
        Process outer = Namespaces.processes(
                        wan,
                        Command.of(
                                "unshare",
                                "--mount",
                                "--uts",
                                "--net",
                                "--pid",
                                "--fork",
                                "--kill-child",
                                "sh",
                                "-c",
                                Scripts.read("host.sh"),
                                "farshore-host-" + name,
                                name,
                                root.toString()))
                .builder()
                .redirectError(log.toFile())
                .start();
        try {
            BufferedReader said = outer.inputReader(StandardCharsets.UTF_8);
            ProcessHandle first = Announcement.read(said, "pid", log);
            joinWan(first);
            try (Writer go = outer.outputWriter(StandardCharsets.UTF_8)) {
                go.write("joined\n");
            }
            Announcement.readLine(said, "ready", log);
            running = new Running(outer, first, Namespaces.ofProcesses(first));
        } catch (IOException | InterruptedException e) {
            outer.descendants().forEach(ProcessHandle::destroyForcibly);
            throw e;
        }
    }

    private void joinWan(ProcessHandle first) throws IOException, InterruptedException {
        onWan(
                "ip link add %s type veth peer name eth0 address 02:00:0a:4d:00:%02x netns %d && ip link set %s master wan up"
                        .formatted(link(), number, first.pid(), link()));
        Namespaces.network(
                        first,
                        shell("ip link set lo up && ip address add %s/24 dev eth0 && ip link set eth0 up"
                                .formatted(address())))
                .check(SETTING_UP);
    }

    /** A command to be run in the host; nothing runs until the command does. */
    public Command inside(Command command) {
        return Namespaces.all(alive().first, directory(), command);
    }

    /** Runs a command in the host to its end, whatever its exit code. */
    public Output run(Duration deadline, String... words) throws IOException, InterruptedException {
        return inside(Command.of(words)).run(deadline);
    }

    /**
     * Starts a program as one of the host's processes; it is killed with the host.
     *
     * @param log where its output and its complaints go, appended
     */
    public HostProcess start(List<String> words, Path log) throws IOException {
        ProcessBuilder.Redirect appended = ProcessBuilder.Redirect.appendTo(log.toFile());
        return start(words, appended, appended);
    }

    /** The same, with its output and complaints wherever the caller wants them; {@code PIPE} to read them from the process. */
    public HostProcess start(List<String> words, ProcessBuilder.Redirect out, ProcessBuilder.Redirect err)
            throws IOException {
        return new HostProcess(inside(new Command(words))
                .builder()
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out)
                .redirectError(err)
                .start());
    }

    public synchronized boolean isAlive() {
        return running != null && running.outer.isAlive();
    }

    /** Every process that is in the host now; none when it is dead. */
    public synchronized List<ProcessHandle> processes() {
        return running == null ? List.of() : Namespaces.members(running.namespace);
    }

    /** Power failure: the link goes down first, then every process is killed at once. Returns when all of them are gone. */
    public synchronized void kill() throws IOException, InterruptedException {
        Running dying = running;
        if (dying == null || !dying.outer.isAlive()) {
            return;
        }
        cutLink();
        dying.first.destroyForcibly();
        if (!dying.outer.waitFor(DYING.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("host %s was killed, but after %s these processes are still there: %s"
                    .formatted(name, DYING, Namespaces.members(dying.namespace)));
        }
        // The kernel takes its time to delete the link of a network that is gone, and the next boot needs the name.
        onWan("ip link delete %s 2> /dev/null || true".formatted(link()));
    }

    /** The loss of the whole site: kills the host and deletes its local storage, definitions and logs. */
    public void loseStorage() throws IOException, InterruptedException {
        kill();
        BedDirectory.delete(root);
    }

    /** Nothing passes between this host and the others until the link is restored. Nobody is told. */
    public void cutLink() throws IOException, InterruptedException {
        onWan("ip link set %s down".formatted(link()));
    }

    public void restoreLink() throws IOException, InterruptedException {
        onWan("ip link set %s up".formatted(link()));
    }

    /** Bounds what this host sends, and what is sent to it, to the rate each. */
    public void slowLink(LinkRate rate) throws IOException, InterruptedException {
        String filter = "root tbf rate %dbit burst %d latency 100ms".formatted(rate.bitsPerSecond(), rate.burstBytes());
        onWan("tc qdisc replace dev %s %s".formatted(link(), filter));
        Namespaces.network(alive().first, shell("tc qdisc replace dev eth0 " + filter))
                .check(SETTING_UP);
    }

    /** Takes {@link #slowLink} back. */
    public void unslowLink() throws IOException, InterruptedException {
        onWan("tc qdisc del dev %s root".formatted(link()));
        Namespaces.network(alive().first, shell("tc qdisc del dev eth0 root")).check(SETTING_UP);
    }

    private String link() {
        return "to-" + name;
    }

    private void onWan(String script) throws IOException, InterruptedException {
        Namespaces.network(wan, shell(script)).check(SETTING_UP);
    }

    private static Command shell(String script) {
        return Command.of("sh", "-c", script);
    }

    private synchronized Running alive() {
        if (running == null || !running.outer.isAlive()) {
            throw new IllegalStateException("host %s is not running".formatted(name));
        }
        return running;
    }
}
