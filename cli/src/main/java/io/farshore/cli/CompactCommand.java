package io.farshore.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.core.log.Names;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.compact.CompactionReport;
import io.farshore.dataplane.compact.CompactionSettings;
import io.farshore.dataplane.compact.StoredBytes;
import io.farshore.dataplane.compact.WholeCompaction;
import io.farshore.dataplane.overlay.OverlayObjectStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "compact",
        description = "Drop the points of a machine that are past retention, merge, and delete what nothing needs.",
        footer = {
            "",
            "Processors do this by themselves, beside their other work: it is for replicas that none holds, and for looking.",
            "It takes the machine as a processor does: a running farshore process ends with exit code 4 for it.",
            "--dry-run takes nothing and changes nothing; it does the same over a copy that is thrown away.",
        })
final class CompactCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions printing;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ReplicaParameter replica;

    @Option(names = "--machine", required = true, paramLabel = "NAME", description = "The machine.")
    @SuppressWarnings("NullAway.Init")
    private String machine;

    @Option(names = "--dry-run", description = "Only show what would be done, in objects and bytes.")
    private boolean dryRun;

    @Option(
            names = "--grace",
            paramLabel = "DURATION",
            description = "So long after nothing needs an object any more it may be deleted; for readers that could not"
                    + " leave a pin. Default: 1h.")
    private @Nullable String grace;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KeyOptions keys;

    @Override
    public Integer call() throws IOException {
        Names.check("machine", machine);
        CompactionSettings settings = CompactionSettings.defaults().eagerly();
        if (grace != null) {
            settings = settings.withGrace(Durations.parse("--grace", grace));
        }
        Output output = printing.output();
        Stopping stopping = Stopping.onSignals();
        stopping.interrupts(Thread.currentThread());
        try (ObjectStore store = replica.open()) {
            print(dryRun ? overlaid(store, settings, output) : run(store, settings, output), settings.grace(), output);
            return 0;
        } catch (IOException e) {
            if (stopping.isAsked()) {
                throw stopped(e);
            }
            throw e;
        }
    }

    private CompactionReport overlaid(ObjectStore store, CompactionSettings settings, Output output)
            throws IOException {
        try (OverlayObjectStore overlay = OverlayObjectStore.over(store, null)) {
            return run(overlay, settings, output);
        }
    }

    private CompactionReport run(ObjectStore store, CompactionSettings settings, Output output) throws IOException {
        CompactionEvents events = new CompactionEvents(output);
        return new WholeCompaction(store, keys.encryption(), settings, InstantSource.system(), events)
                .run(machine, UUID.randomUUID());
    }

    /** Each version that was committed counts, so there is nothing to undo. */
    private static InterruptedIOException stopped(IOException cause) {
        InterruptedIOException stopped =
                new InterruptedIOException("stopped: the replica is sound; the same command goes on");
        stopped.initCause(cause);
        return stopped;
    }

    private void print(CompactionReport report, Duration after, Output output) {
        output.printLine("%s: %d of %d recovery points %s; %d runs and %d segments %smerged, %s moved"
                .formatted(
                        machine,
                        report.pointsBefore() - report.pointsAfter(),
                        report.pointsBefore(),
                        dryRun ? "would be dropped" : "dropped",
                        report.mergedRuns(),
                        report.mergedSegments(),
                        dryRun ? "would be " : "",
                        Sizes.format(report.movedBytes())));
        line(output, dryRun ? "would be deleted" : "deleted", report.deleted());
        line(output, dryRun ? "would be written" : "written", report.written());
        line(output, dryRun ? "would be kept" : "kept", report.kept());
        line(output, dryRun ? "would wait to be deleted" : "wait to be deleted", report.waiting());
        if (report.waiting().objects() > 0) {
            output.printLine(
                    "%s: what waits goes %s after it was last needed, and when nobody reads it; a processor or farshore compact does it"
                            .formatted(machine, Durations.exact(after)));
        }
        output.print(
                "%s: %s in %d objects %s, %s in %d %s%s"
                        .formatted(
                                machine,
                                Sizes.format(report.before().bytes()),
                                report.before().objects(),
                                dryRun ? "now" : "before",
                                Sizes.format(report.after().bytes()),
                                report.after().objects(),
                                dryRun ? "then" : "after",
                                dryRun ? "; nothing was changed" : ""),
                json(report));
    }

    private void line(Output output, String words, StoredBytes sum) {
        output.printLine("%s: %d objects, %s, %s".formatted(machine, sum.objects(), Sizes.format(sum.bytes()), words));
    }

    private ObjectNode json(CompactionReport report) {
        ObjectNode json = Output.event("compacted")
                .put("machine", machine)
                .put("dryRun", dryRun)
                .put("epoch", report.epoch())
                .put("versions", report.commits())
                .put("pointsBefore", report.pointsBefore())
                .put("pointsAfter", report.pointsAfter())
                .put("mergedRuns", report.mergedRuns())
                .put("mergedSegments", report.mergedSegments())
                .put("movedBytes", report.movedBytes());
        put(json, "before", report.before());
        put(json, "after", report.after());
        put(json, "deleted", report.deleted());
        put(json, "written", report.written());
        put(json, "kept", report.kept());
        put(json, "waiting", report.waiting());
        return json;
    }

    private static void put(ObjectNode json, String name, StoredBytes sum) {
        json.putObject(name).put("objects", sum.objects()).put("bytes", sum.bytes());
    }
}
