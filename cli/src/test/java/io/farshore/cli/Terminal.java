package io.farshore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.cli.exit.Failures;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs commands in this process, on a command line that is made as the program makes its own. */
final class Terminal {
    private Terminal() {}

    /** What a command ended with and what it printed. */
    record Said(int exitCode, String out, String err) {
        /** The one line of a failure, after its exit code and that nothing else was printed have been looked at. */
        String failure(int expectedCode) {
            assertThat(err.lines()).as("standard error").hasSize(1);
            assertThat(err).startsWith("farshore").doesNotContain("Exception").doesNotContain("--debug");
            assertThat(exitCode).as(err).isEqualTo(expectedCode);
            return err.strip();
        }

        /** The line of a refusal; nothing was done yet, so nothing was printed either. */
        String refusal() {
            String line = failure(2);
            assertThat(out).as("standard output").isEmpty();
            return line;
        }

        /** What was printed by a command that succeeded. */
        String output() {
            assertThat(err).isEmpty();
            assertThat(exitCode).isZero();
            return out;
        }
    }

    static Said run(Object... arguments) {
        // Commands that wait for signals keep the virtual machine alive until the program has ended.
        Stopping.programEnded(0);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        int code = commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(texts);
        return new Said(code, out.toString(), err.toString());
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Root());
        Commands.all().forEach(line::addSubcommand);
        Failures failures = new Failures(() -> false);
        return line.setExecutionExceptionHandler(failures).setParameterExceptionHandler(failures);
    }

    @Command(name = "farshore", mixinStandardHelpOptions = true, scope = CommandLine.ScopeType.INHERIT)
    private static final class Root {}
}
