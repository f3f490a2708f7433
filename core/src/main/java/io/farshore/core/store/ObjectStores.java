package io.farshore.core.store;

import java.io.IOException;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Opens a store by its URL, with the provider of its scheme. Adds no retries; wrap it in {@link RetryingObjectStore}. */
public final class ObjectStores {
    private ObjectStores() {}

    /**
     * Opens a store that exists.
     *
     * @throws IllegalArgumentException when the URL is wrong, its scheme unknown, or there is no store
     */
    public static ObjectStore open(String url) throws IOException {
        StoreUrl parsed = StoreUrl.parse(url);
        return provider(parsed).open(parsed);
    }

    /**
     * Opens the store, creating it when there is none.
     *
     * @throws IllegalArgumentException when the URL is wrong or its scheme unknown
     */
    public static ObjectStore create(String url) throws IOException {
        StoreUrl parsed = StoreUrl.parse(url);
        return provider(parsed).create(parsed);
    }

    private static ObjectStoreProvider provider(StoreUrl url) {
        Map<String, ObjectStoreProvider> byScheme = new TreeMap<>();
        ServiceLoader.load(ObjectStoreProvider.class, ObjectStoreProvider.class.getClassLoader())
                .forEach(provider -> byScheme.put(provider.scheme(), provider));
        ObjectStoreProvider provider = byScheme.get(url.scheme());
        if (provider == null) {
            throw new IllegalArgumentException("no store can be opened by %s:// URLs; known here: %s"
                    .formatted(url.scheme(), String.join("://, ", byScheme.keySet()) + "://"));
        }
        return provider;
    }
}
