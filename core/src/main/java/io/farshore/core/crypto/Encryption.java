package io.farshore.core.crypto;

import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a program has at hand to encrypt with: nothing, or a key provider. Does not hold a machine's keys.
 *
 * @param provider null when nothing new is encrypted and nothing encrypted can be read
 * @param random a {@link java.security.SecureRandom}, for new data keys
 */
public record Encryption(@Nullable KeyProvider provider, RandomGenerator random) {
    /** Without a key provider. */
    public static final Encryption NONE = new Encryption(null, () -> {
        throw new IllegalStateException("without a key provider no key is made");
    });

    public boolean isOn() {
        return provider != null;
    }

    /**
     * The keys of a machine that this program can use.
     *
     * @param prefix of the wrapped keys in the store
     */
    public MachineKeys keys(ObjectStore store, String prefix, String machine) throws IOException {
        KeyProvider asked = provider;
        return asked == null ? MachineKeys.NONE : new MachineKeyStore(store, prefix, machine).read(asked);
    }
}
