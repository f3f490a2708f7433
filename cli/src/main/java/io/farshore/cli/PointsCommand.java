package io.farshore.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.log.Position;
import io.farshore.core.retention.RetentionWindow;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "points",
        description = "List the recovery points of a replica store, oldest first.",
        footer = {
            "",
            "Lists named points, held ones and those made by policy; with --all every second that can be opened."
        })
final class PointsCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions printing;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ReplicaParameter replica;

    @Option(names = "--machine", paramLabel = "NAME", description = "Only this machine. Default: all.")
    private @Nullable String machine;

    @Option(names = "--all", description = "Also every end of a segment: about every second.")
    private boolean all;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KeyOptions keys;

    @Override
    public Integer call() throws IOException {
        // Points are listed in the open; a key file that does not serve is told of all the same.
        keys.encryption();
        try (ObjectStore store = replica.open()) {
            List<Listed> points = new ArrayList<>();
            for (String name : machines(store)) {
                points.addAll(points(store, name));
            }
            print(points);
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

    /**
     * A point and what retention says of it.
     *
     * @param window that its age is in
     */
    private record Listed(String machine, RecoveryPoint point, RetentionWindow window, boolean held) {
        static Listed of(Catalog catalog, RecoveryPoint point, Map<Position, RetentionWindow> windows) {
            return new Listed(
                    catalog.descriptor().machine(),
                    point,
                    windows.getOrDefault(point.position(), RetentionWindow.FINE),
                    catalog.holds().contains(point.position()));
        }
    }

    private List<Listed> points(ObjectStore store, String name) throws IOException {
        Catalog catalog = CatalogReader.open(store, name).read();
        List<RecoveryPoint> points = catalog.points();
        Map<Position, RetentionWindow> windows = catalog.retention().windows(points);
        return points.stream()
                .map(point -> Listed.of(catalog, point, windows))
                .filter(listed -> all || listed.point.marked() || listed.held)
                .toList();
    }

    /** A window as programs know it. */
    static String name(RetentionWindow window) {
        return switch (window) {
            case FINE -> "fine";
            case TO_2_HOURS -> "to2Hours";
            case DAY_1 -> "day1";
            case DAYS_2_TO_7 -> "days2To7";
            case FROM_DAY_8 -> "fromDay8";
            case PAST_RETENTION -> "pastRetention";
        };
    }

    /** What keeps the point, for people. */
    private static String kept(Listed listed) {
        String window = switch (listed.window) {
            case FINE -> "every second";
            case TO_2_HOURS -> "to 2h";
            case DAY_1 -> "1 an hour";
            case DAYS_2_TO_7 -> "1 in 2h";
            case FROM_DAY_8 -> "1 in 4h";
            case PAST_RETENTION -> "past retention";
        };
        return listed.held ? "held, " + window : window;
    }

    private void print(List<Listed> points) {
        PrintWriter out = printing.out();
        if (printing.isJson()) {
            out.println(toJson(points).toPrettyString());
            return;
        }
        if (points.isEmpty()) {
            out.println(
                    all
                            ? "no recovery point yet: the first copy is not complete, or nothing has been processed"
                            : "no recovery point was marked; --all lists every second that can be opened");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (Listed listed : points) {
            RecoveryPoint point = listed.point;
            rows.add(List.of(
                    listed.machine,
                    point.id(),
                    point.time().toString(),
                    point.type(),
                    String.join(",", point.disks()),
                    kept(listed),
                    point.name()));
        }
        new Table("MACHINE", "ID", "TIME", "TYPE", "DISKS", "KEPT", "NAME").print(rows, out);
    }

    private static ArrayNode toJson(List<Listed> points) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Listed listed : points) {
            RecoveryPoint point = listed.point;
            ObjectNode object = array.addObject();
            object.put("id", point.id());
            object.put("name", point.name());
            object.put("type", point.type());
            object.put("time", point.time().toString());
            object.put("position", point.position().toString());
            point.disks().forEach(object.putArray("disks")::add);
            object.put("machine", listed.machine);
            object.put("held", listed.held);
            object.put("window", name(listed.window));
        }
        return array;
    }
}
