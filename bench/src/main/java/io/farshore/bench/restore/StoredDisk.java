package io.farshore.bench.restore;

import io.farshore.bench.replica.Compacting;
import io.farshore.bench.replica.Payload;
import io.farshore.bench.replica.SimulatedMachine;
import io.farshore.bench.replica.VirtualClock;
import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.retention.RetentionPolicy;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStores;
import io.farshore.dataplane.restore.ImageFormat;
import io.farshore.dataplane.restore.Restore;
import io.farshore.dataplane.restore.RestoreOrigin;
import io.farshore.dataplane.restore.RestoreSettings;
import io.farshore.dataplane.restore.RestoreTargets;
import io.farshore.dataplane.view.MachineView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;

/** A disk in a replica in a folder: a first copy in order, and then random writes of 4 KiB over a part of it. */
final class StoredDisk implements AutoCloseable {
    private static final int COPY = 1 << 20;
    private static final int BLOCK = 4096;
    private static final int WRITES_PER_SEGMENT = 256;

    private final ObjectStore store;

    private StoredDisk(ObjectStore store) {
        this.store = store;
    }

    /** @param rewritten so many random blocks were written after the first copy */
    static StoredDisk make(Path folder, long bytes, int rewritten) throws IOException {
        ObjectStore store = ObjectStores.create(folder.toUri().toString());
        VirtualClock clock = new VirtualClock();
        SimulatedMachine machine = new SimulatedMachine(store, bytes, RetentionPolicy.DEFAULT, clock);
        Compacting compacting = Compacting.beside(machine, store, clock);
        Payload payload = new Payload(1, true);
        for (long at = 0; at < bytes; at += COPY) {
            machine.write(at, payload.bytes(COPY));
        }
        machine.seal();
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 1; i <= rewritten; i++) {
            machine.write(random.nextLong(bytes / BLOCK) * BLOCK, payload.bytes(BLOCK));
            if (i % WRITES_PER_SEGMENT == 0) {
                clock.pass(Duration.ofSeconds(1));
                machine.seal();
            }
        }
        machine.seal();
        compacting.run();
        return new StoredDisk(store);
    }

    /** From nothing known to the file. */
    void restore(Path file) throws IOException {
        CatalogReader reader = CatalogReader.open(store, SimulatedMachine.NAME);
        Catalog catalog = reader.read();
        RecoveryPoint point = catalog.points().getLast();
        try (MachineView view = MachineView.open(store, catalog, point)) {
            RestoreOrigin origin = new RestoreOrigin(
                    store.toString(), SimulatedMachine.NAME, reader.descriptor().machineId(), point.position());
            RestoreSettings settings = RestoreSettings.of(ImageFormat.RAW, false, false);
            new Restore(origin, settings, advance -> {})
                    .run(RestoreTargets.file(SimulatedMachine.DISK, view.disk(SimulatedMachine.DISK), file));
        }
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
