package io.farshore.dataplane.compact;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.run.ObjectCiphers;
import io.farshore.core.run.RunHeader;
import io.farshore.core.run.StoredName;

/** What the objects of one version of a catalog are sealed with, and what new ones are to be. A value. */
record Ciphers(Catalog catalog, MachineKeys keys) {
    /** @param generation that the object's payload, or the run, is of */
    ObjectCipher of(StoredName name, int generation) throws KeyMissingException {
        return new ObjectCiphers(keys).of(name, catalog.generation(generation));
    }

    RunHeader header(StoredName name, int generation) {
        return new RunHeader(
                name,
                catalog.descriptor().machineId(),
                catalog.generation(generation).keyId());
    }
}
