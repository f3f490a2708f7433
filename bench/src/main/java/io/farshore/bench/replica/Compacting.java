package io.farshore.bench.replica;

import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.CatalogWriter;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.compact.CompactListener;
import io.farshore.dataplane.compact.CompactionSettings;
import io.farshore.dataplane.compact.MachineCompactor;
import io.farshore.dataplane.compact.Proposal;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compacts a simulated machine's replica whenever it is told to, until there is nothing left to do. One thread. */
public final class Compacting {
    private final CatalogWriter writer;
    private final MachineCompactor compactor;

    private Compacting(ObjectStore store, CatalogWriter writer, VirtualClock clock) throws IOException {
        this.writer = writer;
        CatalogReader reader = CatalogReader.open(store, SimulatedMachine.NAME);
        compactor = new MachineCompactor(
                store,
                reader,
                () -> MachineKeys.NONE,
                writer.epoch(),
                CompactionSettings.defaults(),
                clock,
                new CompactListener() {});
    }

    /** Beside the machine, with default settings. */
    public static Compacting beside(SimulatedMachine machine, ObjectStore store, VirtualClock clock)
            throws IOException {
        return new Compacting(store, machine.writer(), clock);
    }

    /** Of a replica that nobody else writes any more. */
    public static Compacting alone(ObjectStore store, VirtualClock clock) throws IOException {
        CatalogWriter writer = CatalogWriter.claim(
                store, SimulatedMachine.NAME, SimulatedMachine.ID, new UUID(2, 2), 0, clock.instant());
        return new Compacting(store, writer, clock);
    }

    /** Returns how many versions were committed. */
    public int run() throws IOException {
        int commits = 0;
        for (Proposal proposal = next(); proposal != null; proposal = next()) {
            writer.commit(proposal.entries(writer.nextVersion(), writer.highestFloor()));
            commits++;
        }
        return commits;
    }

    private @Nullable Proposal next() throws IOException {
        return compactor.next(writer.read());
    }
}
