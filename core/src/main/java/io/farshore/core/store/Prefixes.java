package io.farshore.core.store;

import io.farshore.core.store.ObjectStore.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a store as if its keys were paths. */
public final class Prefixes {
    private static final char AFTER_SLASH = '/' + 1;

    private Prefixes() {}

    /**
     * The names of the folders right below a prefix, in order. Costs one listing of one object each.
     *
     * @param prefix ends in {@code /}
     */
    public static List<String> folders(ObjectStore store, String prefix) throws IOException {
        List<String> folders = new ArrayList<>();
        String after = "";
        while (true) {
            List<StoredObject> next = store.list(prefix, after, 1);
            if (next.isEmpty()) {
                return folders;
            }
            String key = next.getFirst().key();
            int slash = key.indexOf('/', prefix.length());
            if (slash < 0) {
                after = key;
            } else {
                folders.add(key.substring(prefix.length(), slash));
                after = key.substring(0, slash) + AFTER_SLASH;
            }
        }
    }
}
