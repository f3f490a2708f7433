package io.farshore.dataplane.compact;

import io.farshore.core.run.StoredName;

/** Names for new objects: numbered within the epoch, each given once. One thread. */
final class ObjectNames {
    private final int epoch;
    private long last;

    ObjectNames(int epoch) {
        this.epoch = epoch;
    }

    StoredName.OfRun run() {
        return new StoredName.OfRun(epoch, ++last);
    }

    StoredName.OfData data() {
        return new StoredName.OfData(epoch, ++last);
    }
}
