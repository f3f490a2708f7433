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
import io.farshore.dataplane.verify.Damage.DiskRange;
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
import java.util.stream.Collectors;
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

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KeyOptions keys;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = printing.out();
        Progress progress = new Progress(new Output(out, false), printing.err());
        try (ObjectStore store = replica.open()) {
            VerifyReport report = verify(new ReplicaVerifier(store, keys.encryption(), progress::verified), store);
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
        if (spoiled.all()) {
            return "every recovery point: without it none can be found";
        }
        if (spoiled.stretches().isEmpty()) {
            return "no recovery point";
        }
        String some = spoiled.stretches().stream()
                .limit(8)
                .map(each -> "%s to %s".formatted(each.first().id(), each.last().id()))
                .collect(Collectors.joining(", "));
        String more = spoiled.stretches().size() > 8 ? " and more (see --json)" : "";
        return "%d recovery points, %s%s".formatted(spoiled.count(), some, more);
    }

    private static String ranges(Damage damage) {
        if (damage.ranges().isEmpty()) {
            return damage.spoiled().stretches().isEmpty() || damage.rangesKnown()
                    ? ""
                    : "; the newest of them cannot be opened";
        }
        StringBuilder text = new StringBuilder(
                damage.rangesKnown() ? "; at the newest of them:" : "; at the newest of them, at least:");
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
        ArrayNode stretches = node.putArray("spoiledStretches");
        spoiled.stretches()
                .forEach(each -> stretches
                        .addObject()
                        .put("firstPoint", each.first().id())
                        .put("lastPoint", each.last().id())
                        .put("points", each.count()));
        ArrayNode ranges = node.putArray("ranges");
        damage.ranges().forEach(range -> put(ranges.addObject(), range));
        ArrayNode parts = node.putArray("spoiledParts");
        damage.parts()
                .forEach(part -> put(parts.addObject(), part.range())
                        .put("firstPoint", part.first().id())
                        .put("lastPoint", part.last().id()));
    }

    private static ObjectNode put(ObjectNode node, DiskRange range) {
        return node.put("disk", range.disk()).put("offset", range.offset()).put("length", range.length());
    }

    private static @Nullable String id(@Nullable RecoveryPoint point) {
        return point == null ? null : point.id();
    }
}
