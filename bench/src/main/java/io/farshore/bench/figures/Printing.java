package io.farshore.bench.figures;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that benchmarks share, and where they print: figures to standard output, what is being done to standard error. */
public final class Printing {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command is called
    private CommandSpec spec;

    @Option(names = "--quick", description = "A few seconds in all: whether it works, not how fast it is.")
    private boolean quick;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    public boolean isQuick() {
        return quick;
    }

    /** Says what is being done. */
    public void progress(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("bench %s: %s".formatted(spec.name(), line));
        err.flush();
    }

    public void print(Figures figures) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(figures.json());
        } else {
            figures.text().forEach(out::println);
        }
        out.flush();
    }
}
