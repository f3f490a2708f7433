package io.farshore.core.failure;

import java.io.IOException;

/** Something is encrypted with a key that is not at hand. Nothing is damaged: with the right key file it can be read. */
public final class KeyMissingException extends IOException {
    /**
     * @param key which one, such as {@code data key 1234…}
     * @param purpose what it is needed for
     * @param advice what to do, as a sentence's end
     */
    public KeyMissingException(String key, String purpose, String advice) {
        super("%s is missing, which %s needs: %s".formatted(key, purpose, advice));
    }
}
