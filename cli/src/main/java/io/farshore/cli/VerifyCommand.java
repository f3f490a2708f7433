package io.farshore.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.cli.exit.ExitCodes;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.verify.Damage;
import io.farshore.dataplane.verify.MachineReport;
import io.farshore.dataplane.verify.ReplicaVerifier;
import io.farshore.dataplane.verify.Spoiled;
import io.farshore.dataplane.verify.VerifyReport;
import io.farshore.dataplane.view.PinnedCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        description = "Read every object of a replica store and check everything that can be checked.",
        footer = {"", "Names what is damaged and which recovery points that spoils; then the exit code is 3."})
final class VerifyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions printing;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ReplicaParameter replica;

    @Option(names = "--machine", paramLabel = "NAME", description = "Only this machine. Default: all.")
    private @Nullable String machine;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = printing.out();
        Progress progress = new Progress(new Output(out, false), printing.err());
        try (ObjectStore store = replica.open()) {
            VerifyReport report = verify(new ReplicaVerifier(store, progress::verified), store);
            if (printing.isJson()) {
                out.println(toJson(report));
            } else {
                report.machines().forEach(each -> print(each, out));
            }
            return report.isSound() ? ExitCodes.OK : ExitCodes.DAMAGED;
        }
    }

    /** Nothing that the machines need now is deleted meanwhile. */
    private VerifyReport verify(ReplicaVerifier verifier, ObjectStore store) throws IOException {
        List<PinnedCatalog> pins = new ArrayList<>();
        try {
            for (String each : machine == null ? CatalogReader.machines(store) : List.of(machine)) {
                pin(store, each, pins);
            }
            VerifyReport report = machine == null ? verifier.verifyAll() : verifier.verify(machine);
            for (PinnedCatalog pin : pins) {
                pin.check();
            }
            return report;
        } finally {
            pins.forEach(PinnedCatalog::close);
        }
    }

    private void pin(ObjectStore store, String name, List<PinnedCatalog> pins) throws IOException {
        try {
            pins.add(PinnedView.pin(store, name, spec));
        } catch (CorruptDataException | FormatTooNewException | IllegalArgumentException e) {
            // Verification says what is wrong with it.
        }
    }

    private static void print(MachineReport report, PrintWriter out) {
        report.damage().forEach(damage -> {
            out.println("%s: %s is damaged at byte %d: expected %s, found %s"
                    .formatted(report.machine(), damage.object(), damage.offset(), damage.expected(), damage.found()));
            out.println("    spoils %s%s".formatted(spoiled(damage.spoiled()), ranges(damage)));
        });
        report.notes()
                .forEach(note -> out.println("%s: %s: %s".formatted(report.machine(), note.object(), note.text())));
        out.println("%s: %d objects, %s; %d of %d recovery points hold%s"
                .formatted(
                        report.machine(),
                        report.objects(),
                        Sizes.format(report.bytes()),
                        report.pointsThatHold(),
                        report.points(),
                        report.damage().isEmpty() ? ", nothing is damaged" : ""));
    }

    private static String spoiled(Spoiled spoiled) {
        RecoveryPoint first = spoiled.first();
        RecoveryPoint last = spoiled.last();
        if (spoiled.all()) {
            return "every recovery point: without it none can be found";
        }
        return first == null || last == null
                ? "no recovery point"
                : "%d recovery points, %s to %s".formatted(spoiled.count(), first.id(), last.id());
    }

    private static String ranges(Damage damage) {
        if (damage.ranges().isEmpty()) {
            return "";
        }
        StringBuilder text =
                new StringBuilder(damage.rangesKnown() ? "; at the newest:" : "; at the newest, at least:");
        damage.ranges().stream()
                .limit(8)
                .forEach(range -> text.append(" %s %d+%d".formatted(range.disk(), range.offset(), range.length())));
        return damage.ranges().size() > 8 ? text + " and more (see --json)" : text.toString();
    }

    private static ObjectNode toJson(VerifyReport report) {
        ObjectNode json = Output.object()
                .put("sound", report.isSound())
                .put("objects", report.objects())
                .put("bytes", report.bytes());
        ArrayNode machines = json.putArray("machines");
        for (MachineReport each : report.machines()) {
            ObjectNode node = machines.addObject()
                    .put("machine", each.machine())
                    .put("objects", each.objects())
                    .put("bytes", each.bytes())
                    .put("points", each.points())
                    .put("pointsThatHold", each.pointsThatHold());
            ArrayNode damage = node.putArray("damage");
            each.damage().forEach(one -> fill(damage.addObject(), one));
            ArrayNode notes = node.putArray("notes");
            each.notes()
                    .forEach(note ->
                            notes.addObject().put("object", note.object()).put("text", note.text()));
        }
        return json;
    }

    private static void fill(ObjectNode node, Damage damage) {
        Spoiled spoiled = damage.spoiled();
        node.put("object", damage.object())
                .put("offset", damage.offset())
                .put("expected", damage.expected())
                .put("found", damage.found())
                .put("spoilsAllPoints", spoiled.all())
                .put("spoiledPoints", spoiled.count())
                .put("firstSpoiledPoint", id(spoiled.first()))
                .put("lastSpoiledPoint", id(spoiled.last()))
                .put("rangesKnown", damage.rangesKnown());
        ArrayNode ranges = node.putArray("ranges");
        damage.ranges()
                .forEach(range -> ranges.addObject()
                        .put("disk", range.disk())
                        .put("offset", range.offset())
                        .put("length", range.length()));
    }

    private static @Nullable String id(@Nullable RecoveryPoint point) {
        return point == null ? null : point.id();
    }
}
