package io.farshore.dist.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.dist.documents.Shell.Ending;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell that the documents' commands run in. */
class ShellTest {
    @TempDir
    private Path folder;

    @Test
    void tellsExitCodeAndOutputOfBothStreams() throws IOException, InterruptedException {
        try (Shell shell = Shell.in(folder)) {
            assertThat(shell.run("echo out; echo err >&2; false")).isEqualTo(new Ending(1, "out\nerr\n"));
            assertThat(shell.run("printf unended")).isEqualTo(new Ending(0, "unended"));
        }
    }

    @Test
    void remembersWhatACommandLeft() throws IOException, InterruptedException {
        try (Shell shell = Shell.in(folder)) {
            shell.run("mkdir below && cd below && word=left");

            assertThat(shell.run("echo $word in ${PWD##*/}").output()).isEqualTo("left in below\n");
        }
    }

    @Test
    void aCommandInTheBackgroundRunsOnAndItsEndIsSeen() throws IOException, InterruptedException {
        try (Shell shell = Shell.in(folder)) {
            shell.run("(trap 'kill $!; exit 7' TERM; sleep 600 & touch up; wait) &");
            shell.run("until [ -e up ]; do sleep 0.05; done");

            assertThat(shell.run("kill $!; wait $!").exitCode()).isEqualTo(7);
        }
    }

    @Test
    void whatRunsInTheBackgroundEndsWithTheShell() throws IOException, InterruptedException {
        ProcessHandle left;
        try (Shell shell = Shell.in(folder)) {
            shell.run("sleep 600 &");
            left = ProcessHandle.of(Long.parseLong(shell.run("echo $!").output().strip()))
                    .orElseThrow();
            assertThat(left.isAlive()).isTrue();
        }

        assertThat(left.onExit()
                        .completeOnTimeout(left, 10, TimeUnit.SECONDS)
                        .join()
                        .isAlive())
                .isFalse();
    }

    @Test
    void aCommandThatReadsItsInputDoesNotSwallowTheNext() throws IOException, InterruptedException {
        try (Shell shell = Shell.in(folder)) {
            assertThat(shell.run("cat")).isEqualTo(new Ending(0, ""));
            assertThat(shell.run("echo next").output()).isEqualTo("next\n");
        }
    }

    @Test
    void aCommandThatDoesNotEndIsSaidToRun() throws IOException, InterruptedException {
        try (Shell shell = Shell.in(folder, Duration.ofMillis(300))) {
            assertThat(shell.run("sleep 600"))
                    .extracting(Ending::exitCode, ending -> ending.output().contains("still running"))
                    .containsExactly(-1, true);
        }
    }
}
