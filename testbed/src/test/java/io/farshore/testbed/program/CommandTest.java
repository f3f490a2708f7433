package io.farshore.testbed.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.testbed.program.Command.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class CommandTest {
    private static final Duration SHORT = Duration.ofSeconds(10);

    @Test
    void keepsExitCodeOutputAndComplaints() throws Exception {
        assertThat(Command.of("sh", "-c", "echo out; echo err >&2; exit 3").run(SHORT))
                .isEqualTo(new Output(3, "out\n", "err\n"));
    }

    @Test
    void failureQuotesWhatTheProgramSaid() {
        assertThatThrownBy(
                        () -> Command.of("sh", "-c", "echo broken >&2; exit 3").check(SHORT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exit code 3: broken");
    }

    @Test
    void killsACommandThatIsNotDoneInTimeWithItsChildren() throws Exception {
        assertThatThrownBy(() -> Command.of("sh", "-c", "sleep 987654 & wait").run(Duration.ofMillis(300)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was not done after PT0.3S");
        for (ProcessHandle child : ProcessHandle.allProcesses().toList()) {
            if (child.info().commandLine().orElse("").contains("sleep 987654")) {
                child.onExit().get(10, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void saysWhichProgramIsNotThere() {
        assertThatThrownBy(() -> Command.of("no-such-program-1").run(SHORT))
                .hasMessage("cannot run no-such-program-1: no such program on this machine");
    }
}
