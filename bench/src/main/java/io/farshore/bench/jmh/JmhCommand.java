package io.farshore.bench.jmh;

import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code farshore bench jmh}: runs the benchmarks of this package in JVMs of their own. JMH prints. */
@Command(name = "jmh", description = "Benchmarks of single hot paths, in nanoseconds, for those who change them.")
public final class JmhCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "PATTERN",
            defaultValue = ".*",
            description = "A regular expression for the benchmarks' names. Default: all.")
    private String pattern = ".*";

    @Option(names = "--quick", description = "One short iteration each: whether they run, not how fast.")
    private boolean quick;

    @Override
    public Integer call() throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(pattern)
                .forks(1)
                .warmupIterations(quick ? 1 : 3)
                .warmupTime(quick ? TimeValue.milliseconds(100) : TimeValue.seconds(1))
                .measurementIterations(quick ? 1 : 5)
                .measurementTime(quick ? TimeValue.milliseconds(100) : TimeValue.seconds(1));
        try {
            new Runner(options.build()).run();
        } catch (NoBenchmarksException e) {
            throw new IllegalArgumentException(
                    "no benchmark's name matches '%s': leave PATTERN out to run all".formatted(pattern), e);
        }
        return 0;
    }
}
