package io.farshore.core.store;

import java.io.IOException;

/** Opens the stores of one URL scheme. Found by {@link java.util.ServiceLoader}, so that a program carries only the stores it needs. */
public interface ObjectStoreProvider {
    /** In lower case, such as {@code s3}. */
    String scheme();

    /**
     * Opens a store that exists.
     *
     * @throws IllegalArgumentException when there is none
     */
    ObjectStore open(StoreUrl url) throws IOException;

    /** Opens the store, creating it when there is none. */
    ObjectStore create(StoreUrl url) throws IOException;
}
