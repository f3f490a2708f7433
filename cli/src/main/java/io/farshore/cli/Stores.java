package io.farshore.cli;

import io.farshore.core.store.BackOff;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStores;
import io.farshore.core.store.RetryingObjectStore;
import io.farshore.core.store.StoreUrl;
import io.farshore.core.store.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** Opens stores for commands: by URL, with retries. */
final class Stores {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private Stores() {}

    /** A store that must exist. */
    static ObjectStore open(String url) throws IOException {
        return retrying(ObjectStores.open(url));
    }

    /** A store that is made when it does not exist. */
    static ObjectStore create(String url) throws IOException {
        return retrying(ObjectStores.create(url));
    }

    /** Cache storage, whose folder may be empty but must exist: a mistyped one would be waited on for ever. */
    static ObjectStore openCache(String url) throws IOException {
        StoreUrl parsed = StoreUrl.parse(url);
        if (parsed.scheme().equals("file") && !Files.exists(Path.of(parsed.path()))) {
            throw new IllegalArgumentException(
                    ("there is no cache storage at %s: is its path right and its file system mounted?"
                                    + " farshore replicate or mobility attach makes it")
                            .formatted(parsed.path()));
        }
        return create(url);
    }

    private static ObjectStore retrying(ObjectStore store) {
        return new RetryingObjectStore(store, BackOff.within(DEADLINE), new Random(), Waiting.REAL);
    }
}
