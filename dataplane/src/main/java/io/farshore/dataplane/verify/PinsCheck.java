package io.farshore.dataplane.verify;

import io.farshore.core.catalog.Pin;
import io.farshore.core.catalog.ReplicaDescriptor;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import java.io.IOException;
import java.util.List;

/** Checks that pins can be read: one that cannot keeps anything from being deleted. They come and go while they are looked at. */
final class PinsCheck {
    private static final int PAGE = 1000;

    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final ReplicaDescriptor descriptor;
    private final Findings findings;

    PinsCheck(ObjectStore store, ReplicaKeys keys, ReplicaDescriptor descriptor, Findings findings) {
        this.store = store;
        this.keys = keys;
        this.descriptor = descriptor;
        this.findings = findings;
    }

    void run() throws IOException {
        String after = "";
        List<StoredObject> page;
        do {
            page = store.list(keys.pins(), after, PAGE);
            for (StoredObject object : page) {
                after = object.key();
                byte[] bytes = store.get(after);
                if (bytes != null) {
                    check(after, bytes);
                }
            }
        } while (page.size() == PAGE);
    }

    private void check(String key, byte[] bytes) throws IOException {
        findings.read(key, bytes.length);
        try {
            Pin pin = Pin.parse(key, bytes);
            boolean isOurs = pin.machineId().equals(descriptor.machineId());
            Expectation.require(key, "a pin of machine " + descriptor.machineId(), isOurs, "one of " + pin.machineId());
        } catch (CorruptDataException e) {
            findings.damaged(key, e);
        }
    }
}
