package io.farshore.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bed of a program that dies is taken down by the supervisor, and that of another program is not. */
@Tag("real")
final class OwnerDeathTest {
    @Test
    void bedIsGoneAfterItsMakerWasKilled() throws Exception {
        try (TestBed other = TestBed.create(Progress.NONE)) {
            Owner owner = Owner.start();
            assertThat(owner.processes).hasSizeGreaterThan(5).allMatch(ProcessHandle::isAlive);
            assertThat(owner.directory.resolve("east/run/libvirt/libvirt-sock")).exists();

            owner.process.destroyForcibly();

            owner.expectAllGone();
            assertThat(other.directory()).exists();
            assertThat(other.addHost("east").isAlive()).isTrue();
        }
    }

    @Test
    void bedIsGoneAfterItsMakerExitedWithoutClosingIt() throws Exception {
        Owner owner = Owner.start("exit");
        assertThat(owner.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(owner.directory).doesNotExist(); // at once: the hook waits for it
        owner.expectAllGone();
    }

    private record Owner(Process process, Path directory, List<ProcessHandle> processes) {
        static Owner start(String... arguments) throws Exception {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    BedOwner.class.getName()));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader said = process.inputReader();
            List<ProcessHandle> processes = new ArrayList<>();
            ProcessHandle.of(Long.parseLong(said.readLine())).ifPresent(processes::add);
            Path directory = Path.of(said.readLine());
            process.toHandle().descendants().forEach(processes::add);
            return new Owner(process, directory, processes);
        }

        /** The supervisor is among the processes, and is the last to end. */
        void expectAllGone() throws Exception {
            for (ProcessHandle each : processes) {
                each.onExit().get(20, TimeUnit.SECONDS);
            }
            assertThat(directory).doesNotExist();
            assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(directory.toString());
        }
    }
}
