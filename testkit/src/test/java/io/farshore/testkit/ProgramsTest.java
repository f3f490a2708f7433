package io.farshore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

final class ProgramsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void returnsWhatTheProgramPrinted() {
        assertThat(Programs.run(SOON, "echo", "a", "b")).isEqualTo("a b\n");
    }

    @Test
    void aFailureShowsTheCommandItsExitCodeAndItsOutput() {
        assertThatThrownBy(() -> Programs.run(SOON, "sh", "-c", "echo half done; echo no more room >&2; exit 3"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("exit code 3", "sh -c", "half done", "no more room");
    }

    @Test
    void aFailureMayBeWhatTheTestWants() {
        Finished finished = Programs.tryRun(SOON, "sh", "-c", "echo out; echo err >&2; exit 4");
        assertThat(finished).isEqualTo(new Finished(4, "out\n", "err\n"));
    }

    @Test
    void pastTheDeadlineTheProgramAndItsChildrenAreKilledAndItsOutputShown(@TempDir Path folder) {
        Program slow = Program.of("sh", "-c", "sleep 100 & echo $! > child; echo waiting; wait")
                .in(folder);
        assertThatThrownBy(slow.within(Duration.ofMillis(500))::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("did not end within PT0.5S", "waiting");
        String child = Program.of("cat", "child").in(folder).run().strip();
        assertThat(Programs.tryRun(SOON, "timeout", "10", "tail", "--pid=" + child, "-f", "/dev/null")
                        .exitCode())
                .isZero();
    }

    @Test
    void takesInputAFolderAndAnEnvironment(@TempDir Path folder) {
        Program program =
                Program.of("sh", "-c", "cat; pwd; echo $COLOUR").in(folder).with("COLOUR", "blue");
        assertThat(program.reading("text\n").run()).isEqualTo("text\n" + folder + "\nblue\n");
    }

    @Test
    void aProgramThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> Programs.run(SOON, "no-such-program"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no-such-program");
    }

    @Test
    void missingProgramsSkipTheTestAndSayHowToInstallThem() {
        Programs.require("sh", "cat");
        assertThatThrownBy(() -> Programs.require("sh", "no-such-program"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("not installed here: no-such-program");
    }
}
