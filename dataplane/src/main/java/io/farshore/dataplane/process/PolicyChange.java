package io.farshore.dataplane.process;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogEntry;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.CatalogWriter;
import io.farshore.core.catalog.Request;
import io.farshore.core.catalog.Requests;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Changes what is to be kept of a machine: asks the processor that holds it, or takes the machine. One change at a time. */
public final class PolicyChange {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final ObjectStore store;
    private final CatalogReader reader;
    private final InstantSource clock;
    private final Waiting waiting;
    private final Supplier<UUID> ids;

    public PolicyChange(
            ObjectStore store, CatalogReader reader, InstantSource clock, Waiting waiting, Supplier<UUID> ids) {
        this.store = store;
        this.reader = reader;
        this.clock = clock;
        this.waiting = waiting;
        this.ids = ids;
    }

    /**
     * Asks, and waits.
     *
     * @return true when it is as wanted, false when nobody answered in time and nothing was changed
     * @throws IllegalArgumentException when the processor refused it
     */
    public boolean ask(CatalogEntry wanted, Duration timeout) throws IOException, InterruptedException {
        if (Request.isDone(wanted, reader.read())) {
            return true;
        }
        Requests requests = new Requests(store, reader.keys());
        UUID id = ids.get();
        requests.ask(id, new Request(reader.descriptor().machineId(), clock.instant(), wanted));
        try {
            long start = waiting.nanos();
            while (requests.isOpen(id)) {
                if (waiting.nanos() - start >= timeout.toNanos()) {
                    requests.withdraw(id);
                    return Request.isDone(wanted, reader.read());
                }
                waiting.pause(LOOK);
            }
        } catch (InterruptedException e) {
            requests.withdraw(id);
            throw e;
        }
        Catalog catalog = reader.read();
        if (!Request.isDone(wanted, catalog)) {
            throw new IllegalArgumentException(
                    "the processor of %s refused it; is the recovery point still there? See farshore points"
                            .formatted(reader.keys().machine()));
        }
        return true;
    }

    /** Takes the machine, and commits it: whoever held the machine is fenced. */
    public void take(CatalogEntry wanted) throws IOException {
        CatalogWriter writer = CatalogWriter.claim(
                store, reader.keys().machine(), reader.descriptor().machineId(), ids.get(), 0, clock.instant());
        if (!Request.isDone(wanted, writer.read())) {
            writer.commit(List.of(wanted));
        }
    }
}
