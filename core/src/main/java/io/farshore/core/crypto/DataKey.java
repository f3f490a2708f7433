package io.farshore.core.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.random.RandomGenerator;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A secret of one machine, from which the keys of its objects are derived. Does not show it. */
public final class DataKey {
    /** Stands for no key: what has it is not encrypted. */
    public static final UUID NO_KEY = new UUID(0, 0);

    private static final String PURPOSE = "farshore v1 ";

    private final UUID id;
    private final byte[] secret;

    public DataKey(UUID id, byte[] secret) {
        if (id.equals(NO_KEY) || secret.length != AesGcm.KEY) {
            throw new IllegalArgumentException("a data key has an id and %d bytes".formatted(AesGcm.KEY));
        }
        this.id = id;
        this.secret = secret.clone();
    }

    /** A new one. */
    static DataKey create(RandomGenerator random) {
        byte[] secret = new byte[AesGcm.KEY];
        random.nextBytes(secret);
        return new DataKey(new UUID(random.nextLong(), random.nextLong()), secret);
    }

    public UUID id() {
        return id;
    }

    byte[] secret() {
        return secret.clone();
    }

    /** The key of the object with this identity. */
    SecretKey derive(String identity) {
        try {
            HKDFParameterSpec parameters = HKDFParameterSpec.ofExtract()
                    .addIKM(secret)
                    .thenExpand((PURPOSE + identity).getBytes(StandardCharsets.UTF_8), AesGcm.KEY);
            return new SecretKeySpec(KDF.getInstance("HKDF-SHA256").deriveData(parameters), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime of version 25 has HKDF-SHA256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DataKey key && key.id.equals(id) && MessageDigest.isEqual(key.secret, secret);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "data key " + id;
    }
}
