package io.farshore.core.crypto;

import java.io.IOException;

/**
 * Who keeps wrapping keys: a key file, or a key management service. Any thread may call. Ids become parts of object keys: letters,
 * digits, dot, underscore, hyphen, at most 64; a service with other names for its keys has to map them.
 */
public interface KeyProvider {
    /** The id of the wrapping key that new wraps are made with. */
    String currentKey() throws IOException;

    /**
     * Wraps a data key.
     *
     * @param context has to be given again to unwrap; not secret
     * @throws io.farshore.core.failure.KeyMissingException when there is no such wrapping key
     */
    byte[] wrap(String keyId, byte[] dataKey, byte[] context) throws IOException;

    /**
     * The data key that was wrapped.
     *
     * @throws io.farshore.core.failure.KeyMissingException when there is no such wrapping key
     * @throws io.farshore.core.failure.CorruptDataException when the bytes or the context are not those of {@link #wrap}
     */
    byte[] unwrap(String keyId, byte[] wrapped, byte[] context) throws IOException;

    /** A name for messages, without secrets. */
    @Override
    String toString();
}
