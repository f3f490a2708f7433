package io.farshore.core.failure;

import java.io.IOException;

/** A dependency failed and may answer later. The caller retries with capped back-off, in one place. */
public sealed class UnavailableException extends IOException permits ReadOnlyStoreException {
    public UnavailableException(String message) {
        super(message);
    }

    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
