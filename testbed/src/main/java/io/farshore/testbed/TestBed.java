package io.farshore.testbed;

import io.farshore.testbed.program.Command;
import io.farshore.testbed.program.MissingRequirementsException;
import io.farshore.testbed.program.Requirements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Hosts on this machine and the WAN that joins them. Any number of beds can exist at the same time. A bed is gone, with every
 * process in it, when it is closed, when this program ends, and when this program is killed.
 *
 * <p>One thread sets a bed up and closes it; hosts may be used by any.
 */
public final class TestBed implements AutoCloseable {
    private static final int MAX_HOSTS = 250;

    private final Path directory;
    private final Progress progress;
    private final Supervisor supervisor;
    private final Thread atExit;
    private final Map<String, Host> hosts = new LinkedHashMap<>();

    private TestBed(Path directory, Progress progress) throws IOException {
        this.directory = directory;
        this.progress = progress;
        this.supervisor = Supervisor.start(directory);
        this.atExit = new Thread(this::closeAtExit, "test bed: take down at exit");
    }

    /** A bed in the machine's directory for temporary files. */
    public static TestBed create(Progress progress) throws IOException {
        return create(Path.of(System.getProperty("java.io.tmpdir", "/tmp")), progress);
    }

    /**
     * A bed without hosts. Also deletes what dead beds left in the same place.
     *
     * @param parent where the bed's directory is made; a short path with room for the guests' disks
     */
    public static TestBed create(Path parent, Progress progress) throws IOException {
        checkRoot();
        Requirements.ofHosts().check();
        for (Path stale : BedDirectory.deleteStale(parent)) {
            progress.step("deleted what a dead test bed left in " + stale);
        }
        Path directory = BedDirectory.create(parent);
        try {
            TestBed bed = new TestBed(directory, progress);
            Runtime.getRuntime().addShutdownHook(bed.atExit);
            return bed;
        } catch (IOException e) {
            BedDirectory.delete(directory);
            throw e;
        }
    }

    private static void checkRoot() throws IOException {
        if ((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") != 0) {
            throw new MissingRequirementsException(
                    "the test bed makes network and mount namespaces and must be run as root: use sudo");
        }
    }

    /** Starts a host. It returns when the host's libvirtd answers and the host is joined to the WAN. */
    public Host addHost(String name) throws IOException, InterruptedException {
        if (!name.matches("[a-z][a-z0-9]{0,7}")) {
            throw new IllegalArgumentException(
                    "a host's name is 1 to 8 lower-case letters and digits, not '%s'".formatted(name));
        }
        if (hosts.containsKey(name) || hosts.size() == MAX_HOSTS) {
            throw new IllegalArgumentException("the bed has a host '%s' already, or no room for more".formatted(name));
        }
        Host host = new Host(name, directory.resolve(name), hosts.size() + 1, supervisor.wan());
        progress.step("starting host " + name);
        host.boot();
        hosts.put(name, host);
        return host;
    }

    public Host host(String name) {
        Host host = hosts.get(name);
        if (host == null) {
            throw new IllegalArgumentException("the bed has no host '%s', it has %s".formatted(name, hosts.keySet()));
        }
        return host;
    }

    /** A command that will run on the WAN itself, beside the hosts: a third place. */
    public Command onWan(Command command) {
        return Namespaces.network(supervisor.wan(), command);
    }

    /** Where the bed keeps everything; deleted with it. */
    public Path directory() {
        return directory;
    }

    /** Leaves the directory there after the bed is closed, for a person to look at. Processes end all the same. */
    public void keepDirectory() throws IOException {
        Files.writeString(directory.resolve(BedDirectory.KEEP), "kept on request; delete this directory when done\n");
    }

    /** Kills everything in the bed and deletes its directory. */
    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the program is ending: the hook takes the bed down
        }
        supervisor.close();
    }

    @SuppressWarnings("SystemOut") // at exit there is nobody else to tell
    private void closeAtExit() {
        try {
            supervisor.close();
        } catch (IOException e) {
            System.err.println(e.getMessage());
        }
    }
}
