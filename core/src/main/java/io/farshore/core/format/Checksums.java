package io.farshore.core.format;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/** CRC32C against accidents on the way, SHA-256 for the identity of an object. */
public final class Checksums {
    /** Length of a SHA-256 in bytes. */
    public static final int SHA256_LENGTH = 32;

    private Checksums() {}

    public static int crc32c(byte[] bytes, int from, int count) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, count);
        return (int) crc.getValue();
    }

    public static byte[] sha256(byte[] bytes, int from, int count) {
        MessageDigest digest = newSha256();
        digest.update(bytes, from, count);
        return digest.digest();
    }

    public static byte[] sha256(byte[] bytes) {
        return sha256(bytes, 0, bytes.length);
    }

    public static byte[] sha256(ByteBuffer bytes) {
        MessageDigest digest = newSha256();
        digest.update(bytes.duplicate());
        return digest.digest();
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
