package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.ObjectHash;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/** Reads the objects that make up a version, back to the newest snapshot. Does not know which version is the newest. */
final class CatalogLoader {
    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final UUID machineId;
    private final Spans spans;

    CatalogLoader(ObjectStore store, ReplicaKeys keys, UUID machineId, Spans spans) {
        this.store = store;
        this.keys = keys;
        this.machineId = machineId;
        this.spans = spans;
    }

    /**
     * A version, and what the next ones will point to.
     *
     * @param state owned by the caller, as the repeats are
     */
    record Loaded(CatalogState state, Repeats repeats) {}

    private record Link(CatalogPointer pointer, CatalogObject object) {}

    Loaded load(CatalogPointer version) throws IOException {
        CatalogState state = new CatalogState();
        Repeats repeats = new Repeats(spans);
        for (Link link : chain(version)) {
            apply(state, link);
            repeats.add(link.pointer, link.object.entries());
        }
        return new Loaded(state, repeats);
    }

    /** Oldest first. */
    private Deque<Link> chain(CatalogPointer version) throws IOException {
        Deque<Link> chain = new ArrayDeque<>();
        CatalogPointer at = version;
        while (at.version() > 0) {
            CatalogObject object = object(at);
            chain.addFirst(new Link(at, object));
            at = spans.isSnapshot(at.version()) ? CatalogPointer.NONE : object.below();
        }
        return chain;
    }

    private void apply(CatalogState state, Link link) throws CorruptDataException {
        try {
            link.object.entries().forEach(state::apply);
        } catch (IllegalStateException e) {
            throw new CorruptDataException(
                    keys.version(link.pointer.epoch(), link.pointer.version()),
                    0,
                    "entries that fit to those before",
                    String.valueOf(e.getMessage()));
        }
    }

    /** The object that the pointer names, checked against it. */
    private CatalogObject object(CatalogPointer pointer) throws IOException {
        String key = keys.version(pointer.epoch(), pointer.version());
        byte[] bytes = store.get(key);
        if (bytes == null) {
            throw new CorruptDataException(key, 0, "a version of the catalog", "no such object");
        }
        CatalogObject object = CatalogObject.parse(key, bytes, machineId, pointer.epoch(), pointer.version(), spans);
        ObjectHash hash = ObjectHash.of(bytes);
        if (!hash.equals(pointer.hash())) {
            throw new CorruptDataException(key, 0, "an object with hash " + pointer.hash(), hash.toString());
        }
        return object;
    }
}
