package io.farshore.bench.nbd;

import io.farshore.bench.figures.Cleanup;
import io.farshore.bench.figures.Machine;
import io.farshore.bench.figures.TemporaryFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code farshore bench nbd}: measures and prints. What is measured how is {@link NbdBenchmark}'s. */
@Command(
        name = "nbd",
        description = "fio against nbdkit, qemu-nbd, our sink and our splitter in turn; prints a table with ratios.",
        footer = {
            "",
            "Our servers run with all that is behind them: change log, checksums, compression, and shipping to a",
            "file store in a temporary folder. Takes about five minutes and up to 4 GiB of the temporary folder's disk.",
        })
public final class NbdCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls call
    private CommandSpec spec;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "2",
            description = "How long each workload runs against each server in each of three rounds. Default: 2.")
    private int seconds = 2;

    @Option(names = "--quick", description = "Some twenty seconds in all: whether it works, not how fast it is.")
    private boolean quick;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds < 1 || seconds > 60) {
            throw new IllegalArgumentException("--seconds %d: between 1 and 60 are useful".formatted(seconds));
        }
        RequiredPrograms.check(System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        Plan plan = quick ? Plan.quick() : Plan.thorough(seconds);
        String machine = Machine.describe();
        print(new Report(plan, machine, measure(plan)));
        return 0;
    }

    private List<Row> measure(Plan plan) throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try (Cleanup cleanup = new Cleanup()) {
            Path folder = TemporaryFolder.make(cleanup);
            return new NbdBenchmark(plan, folder, cleanup, line -> {
                        err.println("bench nbd: " + line);
                        err.flush();
                    })
                    .run();
        }
    }

    private void print(Report report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report.json());
        } else {
            report.text().forEach(out::println);
        }
        out.flush();
    }
}
