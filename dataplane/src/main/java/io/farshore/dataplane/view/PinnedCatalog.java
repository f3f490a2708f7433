package io.farshore.dataplane.view;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.Pins;
import io.farshore.core.failure.ReadOnlyStoreException;
import io.farshore.core.failure.UnavailableException;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A version of a catalog whose objects stay until it is closed: pinned, and renewed in the background. In a store that lets nothing be written
 * it goes on without a pin, and says so. Once the pin has expired, {@link #check} fails for good: what it kept may be gone.
 */
public final class PinnedCatalog implements AutoCloseable {
    private static final long CLOSE_SECONDS = 30;

    private final String machine;
    private final Pins pins;
    private final UUID id;
    private final Catalog catalog;
    private final Terms terms;
    private final InstantSource clock;
    private final String reader;
    private final Consumer<String> warnings;
    private final @Nullable ScheduledExecutorService renewals;
    private volatile Instant expires;
    private volatile String trouble = "";

    /**
     * For how long a pin is taken each time.
     *
     * @param expiry after which it counts no more unless it was renewed
     * @param renewal how often it is renewed
     */
    public record Terms(Duration expiry, Duration renewal) {
        /** 15 minutes, renewed every 5. */
        public static final Terms DEFAULT = new Terms(Duration.ofMinutes(15), Duration.ofMinutes(5));

        public Terms {
            if (!renewal.isPositive() || renewal.compareTo(expiry) >= 0) {
                throw new IllegalArgumentException("a pin of %s renewed every %s".formatted(expiry, renewal));
            }
        }
    }

    private PinnedCatalog(
            CatalogReader from,
            Pins pins,
            UUID id,
            Terms terms,
            InstantSource clock,
            String reader,
            Consumer<String> warnings)
            throws IOException {
        this.machine = from.keys().machine();
        this.pins = pins;
        this.id = id;
        this.terms = terms;
        this.clock = clock;
        this.reader = reader;
        this.warnings = warnings;
        expires = clock.instant().plus(terms.expiry());
        Catalog pinned = pinned();
        catalog = pinned != null ? pinned : from.read();
        renewals = pinned != null ? start() : null;
    }

    /** With {@link Terms#DEFAULT}. */
    public static PinnedCatalog take(
            ObjectStore store, String machine, String reader, InstantSource clock, UUID id, Consumer<String> warnings)
            throws IOException {
        return take(store, machine, reader, clock, id, warnings, Terms.DEFAULT);
    }

    /**
     * Pins the newest version.
     *
     * @param reader for people: who reads
     * @param id of the pin, the reader's own
     * @param warnings takes one line, when the store lets no pin be written or renewed
     * @throws IllegalArgumentException when the store does not hold the machine; the message says which it holds
     */
    public static PinnedCatalog take(
            ObjectStore store,
            String machine,
            String reader,
            InstantSource clock,
            UUID id,
            Consumer<String> warnings,
            Terms terms)
            throws IOException {
        CatalogReader from = CatalogReader.open(store, machine);
        return new PinnedCatalog(from, new Pins(store, from), id, terms, clock, reader, warnings);
    }

    private @Nullable Catalog pinned() throws IOException {
        try {
            return pins.take(id, expires, reader);
        } catch (ReadOnlyStoreException e) {
            warnings.accept(
                    ("%s: the store lets no pin be written: what is read may be deleted an hour after nothing else needs"
                                    + " it (%s)")
                            .formatted(machine, e.getMessage()));
            return null;
        }
    }

    private ScheduledExecutorService start() {
        ScheduledExecutorService threads = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("pin of " + machine).daemon(true).factory());
        long period = terms.renewal().toNanos();
        Future<?> _ = threads.scheduleWithFixedDelay(this::renew, period, period, TimeUnit.NANOSECONDS);
        return threads;
    }

    private void renew() {
        Instant now = clock.instant();
        if (now.isAfter(expires)) {
            return;
        }
        Instant until = now.plus(terms.expiry());
        try {
            pins.renew(id, catalog, until, reader);
            expires = until;
        } catch (IOException | RuntimeException e) {
            if (trouble.isEmpty()) {
                warnings.accept("%s: the pin of what is read cannot be renewed: %s".formatted(machine, e.getMessage()));
            }
            trouble = String.valueOf(e.getMessage());
        }
    }

    public Catalog catalog() {
        return catalog;
    }

    /** @throws UnavailableException when the pin has expired */
    public void check() throws UnavailableException {
        if (renewals != null && clock.instant().isAfter(expires)) {
            throw new UnavailableException(
                    "the pin of %s expired at %s and could not be renewed: what is read may be deleted, open it again%s"
                            .formatted(machine, expires, trouble.isEmpty() ? "" : " (" + trouble + ")"));
        }
    }

    /** Releases the pin; when that fails, it expires by itself. */
    @Override
    public void close() {
        ScheduledExecutorService threads = renewals;
        if (threads == null) {
            return;
        }
        threads.shutdownNow();
        try {
            if (threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                pins.release(id);
            }
        } catch (IOException e) {
            // It expires.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
