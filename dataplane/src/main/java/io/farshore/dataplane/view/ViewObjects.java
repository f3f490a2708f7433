package io.farshore.dataplane.view;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.run.ObjectCiphers;
import io.farshore.core.run.StoredName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The objects that a view has come across, numbered, so that what is cached can be known by a number. Any thread may call. */
final class ViewObjects {
    private final ReplicaKeys keys;
    private final Catalog catalog;
    private final ObjectCiphers ciphers;
    private final Map<StoredName, Integer> ordinals = new HashMap<>();
    private final List<StoredName> names = new ArrayList<>();
    private final List<ObjectCipher> opened = new ArrayList<>();

    ViewObjects(Catalog catalog, MachineKeys dataKeys) {
        this.catalog = catalog;
        ciphers = new ObjectCiphers(dataKeys);
        keys = new ReplicaKeys(catalog.descriptor().machine());
    }

    /** @param generation that its payload is of */
    synchronized int ordinal(StoredName name, int generation) throws KeyMissingException {
        Integer known = ordinals.get(name);
        if (known == null) {
            opened.add(cipher(name, generation));
            known = names.size();
            ordinals.put(name, known);
            names.add(name);
        }
        return known;
    }

    /** What an object is sealed with. */
    ObjectCipher cipher(StoredName name, int generation) throws KeyMissingException {
        return ciphers.of(name, catalog.generation(generation));
    }

    synchronized ObjectCipher cipher(int ordinal) {
        return opened.get(ordinal);
    }

    private synchronized StoredName name(int ordinal) {
        return names.get(ordinal);
    }

    String key(int ordinal) {
        return keys.object(name(ordinal));
    }
}
