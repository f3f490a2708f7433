package io.farshore.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.usage.UsageReader;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "usage",
        description =
                "Show what each machine of a replica store takes: captured, cached, kept, written, and what to expect.",
        footer = {"", "Reads the catalog, the ends of the indexes and a listing; changes nothing."})
final class UsageCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions printing;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ReplicaParameter replica;

    @Option(names = "--machine", paramLabel = "NAME", description = "Only this machine. Default: all.")
    private @Nullable String machine;

    @Option(names = "--cache", paramLabel = "URL", description = "Also what waits in this cache storage.")
    private @Nullable String cache;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KeyOptions keys;

    @Override
    public Integer call() throws IOException {
        try (ObjectStore store = replica.open();
                ObjectStore from = cache == null ? null : Stores.open(cache)) {
            UsageReader reader = new UsageReader(store, from, keys.encryption());
            Instant now = InstantSource.system().instant();
            List<UsageReport> reports = new ArrayList<>();
            for (String name : machines(store)) {
                reports.add(new UsageReport(reader.read(name), now));
            }
            if (printing.isJson()) {
                ObjectNode json = Output.object();
                ArrayNode array = json.putArray("machines");
                reports.forEach(report -> array.add(report.json()));
                printing.out().println(json.toPrettyString());
            } else {
                reports.forEach(report -> report.lines().forEach(printing.out()::println));
            }
            return 0;
        }
    }

    private List<String> machines(ObjectStore store) throws IOException {
        if (machine != null) {
            return List.of(machine);
        }
        List<String> machines = CatalogReader.machines(store);
        if (machines.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s holds no replica: is it a replica store, and has farshore process run?".formatted(store));
        }
        return machines;
    }
}
