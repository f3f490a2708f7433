package io.farshore.core.store;

import java.io.IOException;
import java.nio.file.Path;

/** {@code file:///dir}: a {@link FileObjectStore} in that folder. */
public final class FileObjectStoreProvider implements ObjectStoreProvider {
    @Override
    public String scheme() {
        return StoreUrl.FILE;
    }

    @Override
    public ObjectStore open(StoreUrl url) throws IOException {
        return FileObjectStore.open(Path.of(url.path()));
    }

    @Override
    public ObjectStore create(StoreUrl url) throws IOException {
        return FileObjectStore.create(Path.of(url.path()));
    }
}
