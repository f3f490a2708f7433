package io.farshore.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogEntry.Hold;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.stream.Collectors;

/** What {@code hold} and {@code release} do: the one or the other. */
record HoldChange(OutputOptions printing, ReplicaParameter replica, PointOptions point, ChangeOptions changes) {
    int run(boolean held) throws IOException, InterruptedException {
        changes.check();
        try (ObjectStore store = replica.open()) {
            CatalogReader reader = CatalogReader.open(store, point.machine());
            Catalog catalog = reader.read();
            RecoveryPoint found = point.in(catalog);
            if (!held && !catalog.holds().contains(found.position())) {
                throw new IllegalArgumentException("%s is not held; %s"
                        .formatted(
                                PointOptions.describe(found),
                                catalog.holds().isEmpty()
                                        ? "none is"
                                        : "held are "
                                                + catalog.holds().stream()
                                                        .map(Object::toString)
                                                        .collect(Collectors.joining(", "))));
            }
            String by = changes.commit(store, reader, new Hold(found.position(), held));
            ObjectNode json = Output.object()
                    .put("machine", point.machine())
                    .put("id", found.id())
                    .put("name", found.name())
                    .put("time", found.time().toString())
                    .put("held", held)
                    .put("by", by);
            printing.output()
                    .print(
                            "%s: %s is %s"
                                    .formatted(
                                            point.machine(),
                                            PointOptions.describe(found),
                                            held ? "held: it stays whatever its age" : "not held any more"),
                            json);
            return 0;
        }
    }
}
