package io.farshore.bench;

import io.farshore.bench.compact.CompactCommand;
import io.farshore.bench.ingest.IngestCommand;
import io.farshore.bench.jmh.JmhCommand;
import io.farshore.bench.map.MapCommand;
import io.farshore.bench.nbd.NbdCommand;
import io.farshore.bench.open.OpenCommand;
import io.farshore.bench.restore.RestoreCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code farshore bench}: does nothing without one of its subcommands. */
@Command(
        name = "bench",
        description = "Measure Farshore against programs that do a similar thing, in one run.",
        subcommands = {
            NbdCommand.class,
            MapCommand.class,
            IngestCommand.class,
            OpenCommand.class,
            RestoreCommand.class,
            CompactCommand.class,
            JmhCommand.class
        })
public final class BenchCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls run
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a benchmark is missing: see farshore bench --help");
    }
}
