package io.farshore.cli;

import io.farshore.core.catalog.PointSelector;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.log.Names;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.view.MachineView;
import io.farshore.dataplane.view.PinnedCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.UUID;
import picocli.CommandLine.Model.CommandSpec;

/** An open recovery point, and the pin that keeps its objects. */
record PinnedView(PinnedCatalog pin, MachineView view) implements AutoCloseable {
    /** Pins the machine's newest version, finds the point in it and opens all disks as of it. */
    static PinnedView open(
            ObjectStore store, String machine, PointSelector selector, MachineKeys keys, CommandSpec command)
            throws IOException {
        PinnedCatalog pin = pin(store, machine, command);
        try {
            return new PinnedView(pin, MachineView.open(store, pin, selector.in(pin.catalog()), keys));
        } catch (IOException | RuntimeException e) {
            pin.close();
            throw e;
        }
    }

    /** Pins the machine's newest version; what is wrong with that is one line on standard error. */
    static PinnedCatalog pin(ObjectStore store, String machine, CommandSpec command) throws IOException {
        Names.check("machine", machine);
        PrintWriter err = command.commandLine().getErr();
        String name = command.qualifiedName();
        String reader = "%s, process %d".formatted(name, ProcessHandle.current().pid());
        return PinnedCatalog.take(store, machine, reader, InstantSource.system(), UUID.randomUUID(), warning -> {
            err.println(name + ": " + warning);
            err.flush();
        });
    }

    @Override
    public void close() {
        view.close();
        pin.close();
    }
}
