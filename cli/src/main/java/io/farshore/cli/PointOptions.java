package io.farshore.cli;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.PointSelector;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.crypto.Encryption;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which machine, at which recovery point: the options of every command that opens one. */
final class PointOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--machine", required = true, paramLabel = "NAME", description = "The machine.")
    @SuppressWarnings("NullAway.Init")
    private String machine;

    @Option(
            names = "--point",
            required = true,
            paramLabel = "P",
            description = "latest, a point's id or name, a time (RFC 3339: the newest point at or before it),"
                    + " or a position generation.sequence.")
    @SuppressWarnings("NullAway.Init")
    private String point;

    String machine() {
        return machine;
    }

    /** The point in this catalog. */
    RecoveryPoint in(Catalog catalog) {
        return PointSelector.parse(point).in(catalog);
    }

    /** Finds the point and opens all disks as of it. Nothing of it is deleted until it is closed. */
    PinnedView open(ObjectStore store, Encryption encryption) throws IOException {
        return PinnedView.open(store, machine, PointSelector.parse(point), keys(store, encryption), spec);
    }

    /** How the machine was defined at the source when this point was made. */
    String definition(ObjectStore store, RecoveryPoint of, Encryption encryption) throws IOException {
        String definition = CatalogReader.open(store, machine)
                .read()
                .generation(of.position().generation())
                .definition(keys(store, encryption));
        if (definition.isEmpty()) {
            throw new IllegalArgumentException(
                    ("the replica of %s holds disks only, no definition of a machine, since farshore mobility attach did not"
                                    + " make it: use farshore restore or farshore export")
                            .formatted(machine));
        }
        return definition;
    }

    private MachineKeys keys(ObjectStore store, Encryption encryption) throws IOException {
        return encryption.keys(store, new ReplicaKeys(machine).dataKeys(), machine);
    }

    static String describe(RecoveryPoint point) {
        String name = point.name().isEmpty() ? "" : " '" + point.name() + "'";
        return "%s%s of %s".formatted(point.id(), name, point.time());
    }
}
