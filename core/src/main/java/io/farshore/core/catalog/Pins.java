package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The pins of one machine: who reads which version. Why no object is deleted that a pinned reader needs is in the package's documentation.
 * One thread at a time for each pin. Does not renew by itself.
 */
public final class Pins {
    private static final int PAGE = 1000;

    /** Clocks of readers and sweepers may differ by so much. */
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    private final ObjectStore store;
    private final CatalogReader catalog;
    private final ReplicaKeys keys;

    public Pins(ObjectStore store, CatalogReader catalog) {
        this.store = store;
        this.catalog = catalog;
        keys = catalog.keys();
    }

    /**
     * Pins the newest version. It is a final one: what a commit wrote that was overtaken is swept without asking for pins, as it is no version.
     *
     * @param id of the pin, the reader's own
     * @return a version whose objects stay while the pin is renewed
     */
    public Catalog take(UUID id, Instant expires, String reader) throws IOException {
        Catalog pinned = catalog.readFinal();
        while (true) {
            write(id, pinned.version().version(), expires, reader);
            Catalog newest = catalog.readFinal();
            if (newest.sweepBegun() <= pinned.version().version()) {
                return newest;
            }
            pinned = newest;
        }
    }

    /**
     * Renews a pin that was taken, before it expires.
     *
     * @param pinned what {@link #take} returned
     */
    public void renew(UUID id, Catalog pinned, Instant expires, String reader) throws IOException {
        write(id, pinned.version().version(), expires, reader);
    }

    private void write(UUID id, long version, Instant expires, String reader) throws IOException {
        Pin pin = new Pin(catalog.descriptor().machineId(), version, expires, reader);
        store.put(keys.pin(id), pin.toBytes());
    }

    public void release(UUID id) throws IOException {
        store.delete(List.of(keys.pin(id)));
    }

    /** The oldest version that somebody reads, or {@link Long#MAX_VALUE}; removes pins that have long expired. */
    public long oldest(Instant now) throws IOException {
        long oldest = Long.MAX_VALUE;
        List<String> expired = new ArrayList<>();
        for (String key : list()) {
            byte[] bytes = store.get(key);
            if (bytes != null) {
                Pin pin = Pin.parse(key, bytes);
                if (pin.expires().plus(CLOCKS_DIFFER).isBefore(now)) {
                    expired.add(key);
                } else {
                    oldest = Math.min(oldest, pin.version());
                }
            }
        }
        if (!expired.isEmpty()) {
            store.delete(expired);
        }
        return oldest;
    }

    private List<String> list() throws IOException {
        List<String> found = new ArrayList<>();
        String after = "";
        while (true) {
            List<StoredObject> page = store.list(keys.pins(), after, PAGE);
            page.forEach(object -> found.add(object.key()));
            if (page.size() < PAGE) {
                return found;
            }
            after = page.getLast().key();
        }
    }

    /** The pins as they are, for people; a damaged one is left out. */
    public List<Pin> all() throws IOException {
        List<Pin> pins = new ArrayList<>();
        for (String key : list()) {
            byte[] bytes = store.get(key);
            try {
                if (bytes != null) {
                    pins.add(Pin.parse(key, bytes));
                }
            } catch (CorruptDataException e) {
                // Sweeping will say so.
            }
        }
        return pins;
    }
}
