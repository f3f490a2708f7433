package io.farshore.core.run;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.log.ObjectHash;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What a run hashes to, found out by reading all of it, a part at a time. Does not look at what is in it. */
public final class RunIdentity {
    private static final int PART = 8 << 20;

    private RunIdentity() {}

    /** SHA-256 of the object without its footer. */
    public static ObjectHash of(String object, ObjectBytes bytes, long size) throws IOException {
        long end = size - RunFooter.LENGTH;
        if (end < RunHeader.LENGTH) {
            throw new CorruptDataException(object, 0, "a header and a footer", "%d bytes".formatted(size));
        }
        MessageDigest digest = sha256();
        for (long at = 0; at < end; at += PART) {
            digest.update(bytes.read(at, (int) Math.min(PART, end - at)));
        }
        return ObjectHash.read(new ByteReader("a hash", digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
