package io.farshore.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        footer = {"", "Lists named points and those made by policy; with --all every second that can be opened."})
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
            Map<String, List<RecoveryPoint>> points = new LinkedHashMap<>();
            for (String name : machines(store)) {
                points.put(name, points(store, name));
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

    private List<RecoveryPoint> points(ObjectStore store, String name) throws IOException {
        return CatalogReader.open(store, name).read().points().stream()
                .filter(point -> all || point.marked())
                .toList();
    }

    private void print(Map<String, List<RecoveryPoint>> points) {
        PrintWriter out = printing.out();
        if (printing.isJson()) {
            out.println(toJson(points).toPrettyString());
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        points.forEach((name, list) -> list.forEach(point -> rows.add(List.of(
                name,
                point.id(),
                point.time().toString(),
                point.type(),
                String.join(",", point.disks()),
                point.name()))));
        if (rows.isEmpty()) {
            out.println(
                    all
                            ? "no recovery point yet: the first copy is not complete, or nothing has been processed"
                            : "no recovery point was marked; --all lists every second that can be opened");
            return;
        }
        new Table("MACHINE", "ID", "TIME", "TYPE", "DISKS", "NAME").print(rows, out);
    }

    private ArrayNode toJson(Map<String, List<RecoveryPoint>> points) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        points.forEach((name, list) -> list.forEach(point -> {
            ObjectNode object = array.addObject();
            object.put("id", point.id());
            object.put("name", point.name());
            object.put("type", point.type());
            object.put("time", point.time().toString());
            object.put("position", point.position().toString());
            point.disks().forEach(object.putArray("disks")::add);
            object.put("machine", name);
        }));
        return array;
    }
}
