package io.farshore.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.failure.FencedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line as a script meets it: exit codes, and what is said where. */
class CommandLinesTest {
    private static final Map<String, String> NO_ENVIRONMENT = Map.of();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpListsTheCommandsAndTheExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(run("stumble", "--help")).isZero();

        assertThat(out.toString()).contains("Usage: farshore", "stumble", "Exit codes:", "4   fenced");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theVersionNamesTheBuild() {
        assertThat(run("--version")).isZero();

        assertThat(out.toString()).startsWith("farshore ").doesNotContain("${").contains("Java 2");
    }

    @Test
    void noCommandIsWrongInput() {
        assertThat(run()).isEqualTo(2);

        assertThat(err.toString()).isEqualToIgnoringNewLines("farshore: a command is missing (see farshore --help)");
    }

    @Test
    void anUnknownOptionGetsOneLineThatNamesTheCommand() {
        assertThat(run("stumble", "--over=stone", "--store=x")).isEqualTo(2);

        assertThat(err.toString().lines().toList())
                .first()
                .asString()
                .startsWith("farshore stumble: Unknown option")
                .endsWith("(see farshore stumble --help)");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anExpectedFailureGetsItsLineAndItsCode() {
        assertThat(run("stumble", "--over=fence")).isEqualTo(4);

        assertThat(err.toString()).isEqualToIgnoringNewLines("farshore stumble: epoch 2 exists");
    }

    @Test
    void anUnexpectedFailureSaysHowToSeeMore() {
        assertThat(run("stumble", "--over=stone")).isEqualTo(1);

        assertThat(err.toString())
                .isEqualToIgnoringNewLines("farshore stumble: stone (--debug or FARSHORE_DEBUG=1 shows where)");
    }

    @Test
    void debugShowsTheStackTraceWhereverItStands() {
        assertThat(run("--debug", "stumble", "--over=stone")).isEqualTo(1);
        assertThat(run("stumble", "--over=stone", "--debug")).isEqualTo(1);
        assertThat(run(Map.of("FARSHORE_DEBUG", "1"), "stumble", "--over=stone"))
                .isEqualTo(1);

        assertThat(err.toString()).containsSubsequence("at io.farshore", "at io.farshore", "at io.farshore");
        assertThat(err.toString().split("java.io.IOException: stone", -1)).hasSize(4);
    }

    @Test
    void theCommandsOfTheProgramHaveNamesAndDescriptions() {
        CommandLine program = CommandLines.of(Farshore.commands(), NO_ENVIRONMENT);

        assertThat(program.getSubcommands().values())
                .allSatisfy(command -> assertThat(
                                command.getCommandSpec().usageMessage().description())
                        .as("description of " + command.getCommandName())
                        .isNotEmpty());
    }

    private int run(String... arguments) {
        return run(NO_ENVIRONMENT, arguments);
    }

    private int run(Map<String, String> environment, String... arguments) {
        return CommandLines.of(List.of(new Stumble()), environment)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Command(name = "stumble", description = "Fails as it is told.")
    private static final class Stumble implements Callable<Integer> {
        @Option(names = "--over", required = true)
        private String over = "";

        @Override
        public Integer call() throws IOException {
            if (over.equals("fence")) {
                throw new FencedException("epoch 2 exists");
            }
            throw new IOException(over);
        }
    }
}
