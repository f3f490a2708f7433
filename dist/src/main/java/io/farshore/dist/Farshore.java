package io.farshore.dist;

import io.farshore.bench.BenchCommand;
import io.farshore.cli.Commands;
import io.farshore.cli.Stopping;
import io.farshore.dist.demo.DemoCommand;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** The program's entry, and its list of commands. Does not parse and does not explain failures: see {@link CommandLines}. */
public final class Farshore {
    /** One line for each thing that is logged: time, level, what. */
    private static final String LOG_LINE = "%1$tFT%1$tT%1$tz %4$s %5$s%6$s%n";

    private Farshore() {}

    public static void main(String[] args) {
        if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
            System.setProperty("java.util.logging.SimpleFormatter.format", LOG_LINE);
        }
        int exitCode = CommandLines.of(commands(), System.getenv()).execute(args);
        Stopping.programEnded(exitCode);
        System.exit(exitCode);
    }

    /** Every top-level command, in the order of {@code --help}: objects that carry picocli's {@code @Command}. */
    static List<Object> commands() {
        return Stream.concat(
                        Commands.all().stream(), Stream.of(new DemoCommand(InstantSource.system()), new BenchCommand()))
                .toList();
    }
}
