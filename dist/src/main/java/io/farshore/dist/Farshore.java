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
    private Farshore() {}

    public static void main(String[] args) {
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
