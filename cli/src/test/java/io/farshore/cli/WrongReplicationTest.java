package io.farshore.cli;

import static io.farshore.cli.Terminal.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replications that cannot be started, and marks that nobody can take. */
class WrongReplicationTest {
    @TempDir
    private Path temp;

    @Test
    void aDiskIsANameAndASizeOrAFile() {
        for (String disk : new String[] {"vda", "=1G", "vda=", "="}) {
            assertThat(replicate("web-1", disk)).contains("--disk " + disk + " is not NAME=SIZE", "NAME=FILE");
        }
        assertThat(replicate("web-1", "vda=/no/such/file"))
                .contains("'/no/such/file' is neither a size (such as 20G) nor a file that exists");
        assertThat(replicate("web-1", "vda=20X")).contains("'20X' is neither a size");
        assertThat(replicate("web-1", "a/b=1M")).contains("'a/b' is no name for a disk");
    }

    @Test
    void aDiskHasASizeThatDisksCanHave() throws IOException {
        assertThat(replicate("web-1", "vda=0")).contains("from 1 byte to 64 TiB");
        assertThat(replicate("web-1", "vda=65T")).contains("from 1 byte to 64 TiB");
        assertThat(replicate("web-1", "vda=999999999999T")).contains("more than any disk has", "64T");
        Path empty = Files.createFile(temp.resolve("empty"));
        assertThat(replicate("web-1", "vda=" + empty)).contains(empty + " is empty: a disk has at least one byte");
        assertThat(replicate("web-1", "vda=" + temp)).contains("there is no disk image or block device " + temp);
    }

    @Test
    void twoDisksHaveTwoNames() {
        assertThat(replicate("web-1", "vda=1M", "vda=2M")).contains("has two disks called vda");
        assertThat(replicate("web-1", "control=1M")).contains("a disk cannot be called control");
    }

    @Test
    void aMachineHasANameThatCanBeAPartOfAKey() {
        for (String name : new String[] {"a/b", "..", "", "x".repeat(65)}) {
            assertThat(replicate(name, "vda=1M")).contains("is no name for a machine: use 1 to 64 of A-Z");
        }
    }

    @Test
    void aFolderToListenInIsAFolderOfAShortPath() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "mine");

        assertThat(replicateIn(file, "web-1", "vda=1M")).contains(file + " is a file, not a folder to listen in");
        assertThat(replicateIn(file.resolve("run"), "web-1", "vda=1M")).contains("cannot make the folder " + file);
        assertThat(replicateIn(temp.resolve("x".repeat(100)), "web-1", "vda=1M"))
                .contains("longer path than the 107 bytes", "choose a shorter folder");
    }

    @Test
    void aMarkIsEitherNamedOrTheEndOfTheFirstCopy() {
        String line = "say either --name TEXT or --initial-replication-complete";
        assertThat(run("mark", "--listen", temp).refusal()).contains(line);
        assertThat(run("mark", "--listen", temp, "--name", "a", "--initial-replication-complete")
                        .refusal())
                .contains(line);
    }

    @Test
    void aMarkNeedsARunningReplication() {
        assertThat(run("mark", "--listen", temp, "--name", "a").refusal())
                .contains("no farshore replicates in " + temp, "is it running");
    }

    @Test
    void aMarkWhereTheReplicationWasKilledFindsNobody() throws IOException {
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(temp.resolve("control.sock")));
        }
        assertThat(run("mark", "--listen", temp, "--name", "a").failure(5))
                .contains("cannot reach farshore at " + temp.resolve("control.sock"));
    }

    private String replicate(String machine, String... disks) {
        return replicateIn(temp.resolve("run"), machine, disks);
    }

    private String replicateIn(Path listen, String machine, String... disks) {
        List<Object> arguments = new ArrayList<>();
        Collections.addAll(
                arguments, "replicate", "--machine", machine, "--listen", listen, "--cache", temp.resolve("cache"));
        for (String disk : disks) {
            Collections.addAll(arguments, "--disk", disk);
        }
        return run(arguments.toArray()).refusal();
    }
}
