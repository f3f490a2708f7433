package io.farshore.core.crypto;

import io.farshore.core.failure.KeyMissingException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The data keys of a machine that are at hand, by id. A value. Does not read them: {@link MachineKeyStore} does. */
public final class MachineKeys {
    /** For a machine of which no key is at hand; what is not encrypted can be read with it. */
    public static final MachineKeys NONE = new MachineKeys(Map.of(), Map.of());

    private static final String GIVE_ONE = "give the key file that the machine is replicated with (--key-file)";

    private final Map<UUID, DataKey> keys;
    private final Map<UUID, String> missing;

    private MachineKeys(Map<UUID, DataKey> keys, Map<UUID, String> missing) {
        this.keys = keys;
        this.missing = missing;
    }

    public static MachineKeys of(Collection<DataKey> keys) {
        return of(keys, Map.of());
    }

    /** @param missing data keys that there are and that could not be opened, and what to do about each */
    static MachineKeys of(Collection<DataKey> keys, Map<UUID, String> missing) {
        Map<UUID, DataKey> byId = new LinkedHashMap<>();
        keys.forEach(key -> byId.put(key.id(), key));
        return new MachineKeys(byId, Map.copyOf(missing));
    }

    /** The data keys that can be used. */
    public Set<UUID> ids() {
        return Set.copyOf(keys.keySet());
    }

    /**
     * The cipher of a segment.
     *
     * @param writer the nonce of the writer of its generation
     * @param keyId of the data key; zero when the segment is not encrypted
     */
    public ObjectCipher forSegment(UUID machineId, int generation, long number, UUID writer, UUID keyId)
            throws KeyMissingException {
        return cipher(keyId, "segment/%s/%08x/%016x/%s".formatted(machineId, generation, number, writer));
    }

    /** The cipher of the definition in a generation's claim. */
    public ObjectCipher forDefinition(UUID machineId, int generation, UUID writer, UUID keyId)
            throws KeyMissingException {
        return cipher(keyId, "definition/%s/%08x/%s".formatted(machineId, generation, writer));
    }

    /**
     * The cipher of another object.
     *
     * @param key the object's key below the machine's prefix; never used for another object
     */
    public ObjectCipher forObject(UUID keyId, UUID machineId, String key) throws KeyMissingException {
        return cipher(keyId, "object/%s/%s".formatted(machineId, key));
    }

    /** Refuses to go on when this data key cannot be used; zero always can. */
    public void require(UUID keyId, String purpose) throws KeyMissingException {
        if (!keyId.equals(DataKey.NO_KEY)) {
            key(keyId, purpose);
        }
    }

    private ObjectCipher cipher(UUID keyId, String identity) throws KeyMissingException {
        return keyId.equals(DataKey.NO_KEY) ? ObjectCipher.NONE : ObjectCipher.of(key(keyId, identity), identity);
    }

    private DataKey key(UUID keyId, String purpose) throws KeyMissingException {
        DataKey key = keys.get(keyId);
        if (key == null) {
            throw new KeyMissingException("data key " + keyId, purpose, missing.getOrDefault(keyId, GIVE_ONE));
        }
        return key;
    }

    @Override
    public String toString() {
        return "data keys " + keys.keySet();
    }
}
