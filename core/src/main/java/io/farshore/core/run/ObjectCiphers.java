package io.farshore.core.run;

import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.log.GenerationClaim;

/**
 * What the objects of a machine are sealed with. Runs and data objects are sealed with the data key of the generation that they are of, so
 * that no header has to be read first. A value.
 */
public record ObjectCiphers(MachineKeys keys) {
    /** For machines that are not encrypted. */
    public static final ObjectCiphers NONE = new ObjectCiphers(MachineKeys.NONE);

    /** @param generation that the object's payload, or the run, is of */
    public ObjectCipher of(StoredName name, GenerationClaim generation) throws KeyMissingException {
        if (!generation.isEncrypted()) {
            return ObjectCipher.NONE;
        }
        return name instanceof StoredName.OfSegment(var id)
                ? generation.segmentCipher(keys, id.number())
                : keys.forObject(generation.keyId(), generation.machineId(), name.key());
    }
}
