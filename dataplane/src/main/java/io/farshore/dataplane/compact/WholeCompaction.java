package io.farshore.dataplane.compact;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.CatalogWriter;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.catalog.Requests;
import io.farshore.core.crypto.Encryption;
import io.farshore.core.run.RunRef;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Takes a machine and compacts it until there is nothing to do now. Whoever held the machine is fenced. Does not wait for garbage whose grace is
 * not over.
 */
public final class WholeCompaction {
    private final ObjectStore store;
    private final Encryption encryption;
    private final CompactionSettings settings;
    private final InstantSource clock;
    private final CompactListener listener;

    public WholeCompaction(
            ObjectStore store,
            Encryption encryption,
            CompactionSettings settings,
            InstantSource clock,
            CompactListener listener) {
        this.store = store;
        this.encryption = encryption;
        this.settings = settings;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Does it, and says what came of it.
     *
     * @param owner a nonce of this claim
     * @throws IllegalArgumentException when the store does not hold the machine; the message says which it holds
     */
    public CompactionReport run(String machine, UUID owner) throws IOException {
        CatalogReader reader = CatalogReader.open(store, machine);
        ReplicaKeys keys = reader.keys();
        MachineObjects before = MachineObjects.list(store, keys);
        CatalogWriter writer =
                CatalogWriter.claim(store, machine, reader.descriptor().machineId(), owner, 0, clock.instant());
        Count count = new Count(listener);
        new Requests(store, keys).answer(writer);
        Catalog first = writer.read();
        long commits = compact(
                writer,
                new MachineCompactor(
                        store,
                        reader,
                        () -> encryption.keys(store, keys.dataKeys(), machine),
                        writer.epoch(),
                        settings,
                        clock,
                        count));
        Catalog last = writer.read();
        MachineObjects after = MachineObjects.list(store, keys);
        return new CompactionReport(
                machine,
                writer.epoch(),
                commits,
                first.points().size(),
                last.points().size(),
                count.runs,
                count.segments,
                count.movedBytes,
                before.all(),
                after.all(),
                before.sum(key -> !after.contains(key)),
                after.sum(key -> !before.contains(key)),
                after.sum(before::contains),
                after.garbage(last, keys));
    }

    private static long compact(CatalogWriter writer, MachineCompactor compactor) throws IOException {
        long commits = 0;
        while (true) {
            Proposal proposal = compactor.next(writer.read());
            if (proposal == null) {
                return commits;
            }
            writer.commit(proposal.entries(writer.nextVersion(), writer.highestFloor()));
            commits++;
        }
    }

    /** Counts, and tells on. */
    private static final class Count implements CompactListener {
        private final CompactListener next;
        private long runs;
        private long segments;
        private long movedBytes;

        Count(CompactListener next) {
            this.next = next;
        }

        @Override
        public void dropping(String machine, int points) {
            next.dropping(machine, points);
        }

        @Override
        public void merged(String machine, int mergedRuns, int mergedSegments, RunRef run) {
            runs += mergedRuns;
            segments += mergedSegments;
            movedBytes += run.movedBytes();
            next.merged(machine, mergedRuns, mergedSegments, run);
        }

        @Override
        public void garbage(String machine, int objects) {
            next.garbage(machine, objects);
        }

        @Override
        public void deleted(String machine, int objects) {
            next.deleted(machine, objects);
        }

        @Override
        public void waitsForReaders(String machine, long version) {
            next.waitsForReaders(machine, version);
        }
    }
}
