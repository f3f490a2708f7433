package io.farshore.cli.exit;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Ends a command that threw: one line on standard error, and the exit code. What the line says is {@link Failure}'s choice.
 * With {@code --debug} or {@code FARSHORE_DEBUG=1} the stack trace follows.
 */
public final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final BooleanSupplier showsStackTraces;

    /** @param showsStackTraces asked when a failure is reported, after the options are known */
    public Failures(BooleanSupplier showsStackTraces) {
        this.showsStackTraces = showsStackTraces;
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        return thrown instanceof ParameterException wrong && wrong.getCause() == null
                ? handleParseException(wrong, parsed.originalArgs().toArray(String[]::new))
                : report(thrown, command);
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println("%s: %s%s (see %s --help)".formatted(name, oneLine(wrong), suggestion(wrong), name));
        trace(wrong, err);
        return ExitCodes.WRONG_INPUT;
    }

    private int report(Throwable thrown, CommandLine command) {
        Failure failure = Failure.of(thrown);
        CommandSpec spec = command.getCommandSpec();
        PrintWriter err = command.getErr();
        err.println(spec.qualifiedName() + ": " + failure.line() + hint(failure));
        trace(thrown, err);
        return failure.exitCode();
    }

    private String hint(Failure failure) {
        return failure.isExpected() || showsStackTraces.getAsBoolean()
                ? ""
                : " (--debug or FARSHORE_DEBUG=1 shows where)";
    }

    private void trace(Throwable thrown, PrintWriter err) {
        if (showsStackTraces.getAsBoolean()) {
            thrown.printStackTrace(err);
        }
    }

    private static String suggestion(ParameterException wrong) {
        List<String> alike =
                wrong instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return alike.isEmpty() ? "" : "; did you mean " + String.join(" or ", alike) + "?";
    }

    private static String oneLine(ParameterException wrong) {
        return Failure.of(new IllegalArgumentException(wrong.getMessage())).line();
    }
}
