package io.farshore.dataplane.process;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogEntry;
import io.farshore.core.catalog.CatalogEntry.PointsDropped;
import io.farshore.core.catalog.CatalogWriter;
import io.farshore.core.failure.FencedException;
import io.farshore.dataplane.compact.MachineCompactor;
import io.farshore.dataplane.compact.Proposal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Compaction of one machine beside its processing: the work is done on another thread, the commits on the processor's. A failure of it is told
 * and tried again later; it never holds up replication. The processor's thread only.
 */
final class Compaction {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(5);

    private final String machine;
    private final MachineCompactor compactor;
    private final ExecutorService threads;
    private final InstantSource clock;
    private final ProcessListener listener;
    private @Nullable Future<@Nullable Proposal> working;
    private Instant notBefore = Instant.MIN;
    private boolean outdated;

    Compaction(
            String machine,
            MachineCompactor compactor,
            ExecutorService threads,
            InstantSource clock,
            ProcessListener listener) {
        this.machine = machine;
        this.compactor = compactor;
        this.threads = threads;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Commits what is ready, or starts to look for what there is to do.
     *
     * @param wait until what was started is ready, and look at once
     * @return whether something was committed
     */
    boolean step(CatalogWriter writer, boolean wait) throws IOException, InterruptedException {
        Future<@Nullable Proposal> current = working;
        if (current == null) {
            if (!wait && clock.instant().isBefore(notBefore)) {
                return false;
            }
            Catalog catalog = writer.read();
            current = threads.submit(() -> compactor.next(catalog));
            working = current;
            outdated = false;
        }
        if (!wait && !current.isDone()) {
            return false;
        }
        working = null;
        Proposal proposal = result(current);
        if (proposal == null) {
            return false;
        }
        notBefore = Instant.MIN;
        List<CatalogEntry> entries = proposal.entries(writer.nextVersion(), writer.highestFloor());
        if (!outdated || entries.stream().noneMatch(PointsDropped.class::isInstance)) {
            writer.commit(entries);
        }
        return true;
    }

    /** Somebody changed what is to be kept: points that were to be dropped may be needed, others not. */
    void policyChanged() {
        outdated = true;
        notBefore = Instant.MIN;
    }

    private @Nullable Proposal result(Future<@Nullable Proposal> done) throws FencedException, InterruptedException {
        try {
            Proposal proposal = done.get();
            notBefore = clock.instant().plus(PAUSE);
            return proposal;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FencedException fenced) {
                throw fenced;
            }
            notBefore = clock.instant().plus(PAUSE_AFTER_FAILURE);
            listener.trouble(machine, "compaction: " + e.getCause());
            return null;
        }
    }
}
