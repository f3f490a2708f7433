package io.farshore.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogEntry.RetentionChanged;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.log.Names;
import io.farshore.core.retention.RetentionPolicy;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "retention",
        description = "Show how long a machine's recovery points are kept, or change it.",
        footer = {
            "",
            "A change is committed by the processor that holds the machine. What is past the new retention is dropped soon",
            "after, for good, unless it is held.",
        })
final class RetentionCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions printing;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ReplicaParameter replica;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ChangeOptions changes;

    @Option(names = "--machine", required = true, paramLabel = "NAME", description = "The machine.")
    @SuppressWarnings("NullAway.Init")
    private String machine;

    @Option(
            names = "--set",
            paramLabel = "DURATION",
            description = "From now on, how old a point may become. 0 keeps the newest one only.")
    private @Nullable String retention;

    @Option(
            names = "--fine",
            paramLabel = "DURATION",
            description = "From now on, up to which age every second can be opened.")
    private @Nullable String fine;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Names.check("machine", machine);
        changes.check();
        @Nullable Duration longest = retention == null ? null : Durations.parse("--set", retention);
        @Nullable Duration every = fine == null ? null : Durations.parse("--fine", fine);
        try (ObjectStore store = replica.open()) {
            CatalogReader reader = CatalogReader.open(store, machine);
            @Nullable String by = null;
            if (longest != null || every != null) {
                RetentionPolicy now = reader.read().retention();
                RetentionPolicy wanted = new RetentionPolicy(
                        longest == null ? now.retention() : longest, every == null ? now.fineWindow() : every);
                by = changes.commit(store, reader, new RetentionChanged(wanted));
            }
            print(reader.read(), by);
            return 0;
        }
    }

    private void print(Catalog catalog, @Nullable String by) {
        RetentionPolicy policy = catalog.retention();
        ObjectNode json = Output.object()
                .put("machine", machine)
                .put("retentionSeconds", policy.retention().toSeconds())
                .put("fineSeconds", policy.fineWindow().toSeconds())
                .put("points", catalog.points().size());
        ArrayNode holds = json.putArray("holds");
        catalog.holds().forEach(point -> holds.add(point.toString()));
        if (by != null) {
            json.put("by", by);
        }
        String held = catalog.holds().isEmpty()
                ? "none is held"
                : "held: " + catalog.holds().stream().map(Object::toString).collect(Collectors.joining(", "));
        printing.output()
                .print(
                        "%s: points are kept %s, every second for %s; %d recovery points, %s"
                                .formatted(
                                        machine,
                                        policy.retention().isZero()
                                                ? "only while they are the newest"
                                                : Durations.exact(policy.retention()),
                                        Durations.exact(policy.fineWindow()),
                                        catalog.points().size(),
                                        held),
                        json);
    }
}
