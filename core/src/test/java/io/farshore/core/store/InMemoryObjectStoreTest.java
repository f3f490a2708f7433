package io.farshore.core.store;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Nested;

final class InMemoryObjectStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore newStore() {
        return new InMemoryObjectStore();
    }

    @Override
    protected ObjectStore secondClient(ObjectStore first) {
        return first;
    }

    @Nested
    final class Model extends ObjectStoreModelContract {
        @Override
        protected ObjectStore newStore(RandomGenerator random) {
            return new InMemoryObjectStore();
        }
    }
}
