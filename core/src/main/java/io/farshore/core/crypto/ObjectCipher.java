package io.farshore.core.crypto;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteWriter;
import java.nio.charset.StandardCharsets;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Seals and opens the numbered parts of one object. How is in the package's documentation. Any thread may call. Does not compress,
 * and does not know where the parts lie.
 */
public final class ObjectCipher {
    /** For objects that are not encrypted: copies. */
    public static final ObjectCipher NONE = new ObjectCipher("", null);

    private final byte[] identity;
    private final @Nullable SecretKey key;

    private ObjectCipher(String identity, @Nullable SecretKey key) {
        this.identity = identity.getBytes(StandardCharsets.UTF_8);
        this.key = key;
    }

    /** @param identity of the object; no other object has it, ever */
    static ObjectCipher of(DataKey key, String identity) {
        return new ObjectCipher(identity, key.derive(identity));
    }

    public boolean isEncrypted() {
        return key != null;
    }

    /** How many bytes a sealed part is longer than what was sealed. */
    public int overhead() {
        return key == null ? 0 : AesGcm.TAG;
    }

    /**
     * Seals a part. Seal no part twice, unless with the same bytes.
     *
     * @param plainLength of the part before it was compressed
     * @return the stored length
     */
    public int seal(long part, int plainLength, byte[] bytes, int from, int length, byte[] target, int at) {
        SecretKey secret = key;
        if (secret == null) {
            System.arraycopy(bytes, from, target, at, length);
            return length;
        }
        return AesGcm.seal(secret, nonce(part), context(part, plainLength), bytes, from, length, target, at);
    }

    /**
     * Opens a part.
     *
     * @param object its key, for errors
     * @param offset of the part in the object, for errors
     * @param stored length as sealed
     * @return the length as it was before sealing: that of the compressed bytes
     * @throws CorruptDataException when the bytes are not those that were sealed with this key as this part
     */
    public int open(
            String object,
            long offset,
            long part,
            int plainLength,
            byte[] bytes,
            int from,
            int stored,
            byte[] target,
            int at)
            throws CorruptDataException {
        SecretKey secret = key;
        if (secret == null) {
            System.arraycopy(bytes, from, target, at, stored);
            return stored;
        }
        int length = AesGcm.open(secret, nonce(part), context(part, plainLength), bytes, from, stored, target, at);
        if (length < 0) {
            throw new CorruptDataException(
                    object,
                    offset,
                    "bytes that were sealed here with the object's key",
                    "other bytes, or of another key");
        }
        return length;
    }

    private static byte[] nonce(long part) {
        return new ByteWriter(AesGcm.NONCE).i32(0).i64(part).toArray();
    }

    private byte[] context(long part, int plainLength) {
        return new ByteWriter(identity.length + 12)
                .raw(identity)
                .i64(part)
                .i32(plainLength)
                .toArray();
    }

    @Override
    public String toString() {
        return key == null ? "no cipher" : "cipher of " + new String(identity, StandardCharsets.UTF_8);
    }
}
