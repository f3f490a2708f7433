package io.farshore.cli;

import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.crypto.Encryption;
import io.farshore.core.log.CacheKeys;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Names;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.Prefixes;
import io.farshore.dataplane.compact.CompactionSettings;
import io.farshore.dataplane.process.CompactionPlan;
import io.farshore.dataplane.process.ProcessListener;
import io.farshore.dataplane.process.ProcessorFleet;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "process",
        description =
                "Apply what lies in cache storage to a replica store: verify, store, commit, then free the cache.",
        footer = {
            "",
            "It can be killed anywhere and started again. A processor that starts takes each machine that has work over",
            "from whichever processed it before; that one ends with exit code 4.",
            "Each machine that it holds is compacted beside that, to what its retention says: see farshore retention.",
        })
final class ProcessCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions printing;

    @Option(names = "--cache", required = true, paramLabel = "URL", description = "Cache storage.")
    @SuppressWarnings("NullAway.Init")
    private String cache;

    @Option(names = "--store", required = true, paramLabel = "URL", description = "The replica store.")
    @SuppressWarnings("NullAway.Init")
    private String store;

    @Option(
            names = "--machine",
            paramLabel = "NAME",
            description = "Only this machine. Default: all that cache storage holds.")
    private @Nullable String machine;

    @Option(names = "--once", description = "Process what is there, and end.")
    private boolean once;

    @Option(names = "--no-compaction", description = "Only process; leave retention and compaction to another time.")
    private boolean noCompaction;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KeyOptions keys;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (machine != null) {
            Names.check("machine", machine);
        }
        Output output = printing.output();
        Encryption encryption = keys.encryption();
        Stopping stopping = Stopping.onSignals();
        try (ObjectStore from = Stores.openCache(cache);
                ObjectStore to = Stores.create(store);
                ExecutorService compactors = Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("compact").daemon(true).factory());
                ProcessorFleet fleet = new ProcessorFleet(
                        from,
                        to,
                        encryption,
                        machine,
                        InstantSource.system(),
                        UUID::randomUUID,
                        new Events(output),
                        plan(compactors, output))) {
            Thread.ofVirtual().name("stop processing").start(() -> stopWhenAsked(stopping, fleet));
            if (once) {
                checkMachine(from);
                fleet.drain();
            } else {
                fleet.run();
            }
            throwFirst(fleet.failed().values());
            return 0;
        }
    }

    private @Nullable CompactionPlan plan(ExecutorService compactors, Output output) {
        return noCompaction
                ? null
                : new CompactionPlan(CompactionSettings.defaults(), compactors, new CompactionEvents(output));
    }

    private static void throwFirst(Collection<Exception> failures) throws IOException {
        for (Exception failure : failures) {
            switch (failure) {
                case IOException onBytePath -> throw onBytePath;
                case RuntimeException wrong -> throw wrong;
                default -> throw new IllegalStateException(failure);
            }
        }
    }

    private static void stopWhenAsked(Stopping stopping, ProcessorFleet fleet) {
        try {
            stopping.await();
            fleet.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void checkMachine(ObjectStore from) throws IOException {
        List<String> machines = Prefixes.folders(from, CacheKeys.ROOT);
        if (machine != null && !machines.contains(machine)) {
            throw new IllegalArgumentException("%s holds no machine '%s'; it holds %s"
                    .formatted(from, machine, machines.isEmpty() ? "none" : String.join(", ", machines)));
        }
    }

    /** Prints what the processor does. */
    private record Events(Output output) implements ProcessListener {
        @Override
        public void claimed(String name, int epoch) {
            output.print(
                    "%s: taken (epoch %d)".formatted(name, epoch),
                    Output.event("claimed").put("machine", name).put("epoch", epoch));
        }

        @Override
        public void generation(String name, GenerationClaim claim) {
            output.print(
                    "%s: generation %d".formatted(name, claim.generation()),
                    Output.event("generation").put("machine", name).put("generation", claim.generation()));
        }

        @Override
        public void replicated(String name, SegmentRef segment) {
            output.print(
                    "%s: replicated up to %s of %s".formatted(name, segment.end(), segment.lastTime()),
                    Output.event("replicated")
                            .put("machine", name)
                            .put("position", segment.end().toString())
                            .put("time", segment.lastTime().toString())
                            .put("consistent", segment.consistent())
                            .put("bytes", segment.size()));
        }

        @Override
        public void discarded(String name, int generation, long firstSegment, int count) {
            output.print(
                    "%s: %d segments of generation %d from %d on come after a gap; no recovery point can hold them"
                            .formatted(name, count, generation, firstSegment),
                    Output.event("discarded")
                            .put("machine", name)
                            .put("generation", generation)
                            .put("firstSegment", firstSegment)
                            .put("count", count));
        }

        @Override
        public void trouble(String name, String message) {
            output.print(
                    "%s: %s".formatted(name, message),
                    Output.event("trouble").put("machine", name).put("message", message));
        }
    }
}
