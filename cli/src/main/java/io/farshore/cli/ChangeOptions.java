package io.farshore.cli;

import io.farshore.core.catalog.CatalogEntry;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.failure.UnavailableException;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.Waiting;
import io.farshore.dataplane.process.PolicyChange;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import picocli.CommandLine.Option;

/** How a change of what is kept gets into the catalog: the options of every command that makes one. */
final class ChangeOptions {
    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "How long to wait for the processor that holds the machine. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private String timeout;

    @Option(
            names = "--take",
            description = "When no processor answers, take the machine, as a processor does: one that is still running"
                    + " ends with exit code 4 for it.")
    private boolean take;

    void check() {
        timeout();
    }

    private Duration timeout() {
        return Durations.parse("--timeout", timeout);
    }

    /**
     * Has it committed.
     *
     * @return who did it: {@code processor} or {@code taken}
     */
    String commit(ObjectStore store, CatalogReader reader, CatalogEntry wanted)
            throws IOException, InterruptedException {
        PolicyChange change = new PolicyChange(store, reader, InstantSource.system(), Waiting.REAL, UUID::randomUUID);
        if (change.ask(wanted, timeout())) {
            return "processor";
        }
        if (!take) {
            throw new UnavailableException(
                    ("no processor of %s answered within %s, and nothing was changed: is farshore process running for it?"
                                    + " With --take this command takes the machine and does it itself")
                            .formatted(reader.keys().machine(), timeout));
        }
        change.take(wanted);
        return "taken";
    }
}
