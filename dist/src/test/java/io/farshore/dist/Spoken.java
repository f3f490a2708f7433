package io.farshore.dist;

import io.farshore.cli.Stopping;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/**
 * What one of our commands did when it was run in this process.
 *
 * @param exitCode as a shell would see it
 */
public record Spoken(int exitCode, String out, String err) {
    /** Runs a command that ends by itself. */
    public static Spoken by(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = CommandLines.of(Farshore.commands(), Map.of())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        Stopping.programEnded(exitCode); // or the end of this process would wait for the command's
        return new Spoken(exitCode, out.toString(), err.toString());
    }

    /** Runs a command that must end well. */
    public static String wellBy(String... arguments) {
        Spoken spoken = by(arguments);
        if (spoken.exitCode != 0) {
            throw new AssertionError("farshore %s ended with %d: %s"
                    .formatted(String.join(" ", arguments), spoken.exitCode, spoken.err));
        }
        return spoken.out;
    }
}
