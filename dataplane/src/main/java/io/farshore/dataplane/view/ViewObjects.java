package io.farshore.dataplane.view;

import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.run.StoredName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The objects that a view has come across, numbered, so that what is cached can be known by a number. Any thread may call. */
final class ViewObjects {
    private final ReplicaKeys keys;
    private final Map<StoredName, Integer> ordinals = new HashMap<>();
    private final List<StoredName> names = new ArrayList<>();

    ViewObjects(ReplicaKeys keys) {
        this.keys = keys;
    }

    synchronized int ordinal(StoredName name) {
        Integer known = ordinals.get(name);
        if (known == null) {
            known = names.size();
            ordinals.put(name, known);
            names.add(name);
        }
        return known;
    }

    synchronized StoredName name(int ordinal) {
        return names.get(ordinal);
    }

    String key(int ordinal) {
        return keys.object(name(ordinal));
    }
}
