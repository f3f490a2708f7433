package io.farshore.core.failure;

import java.io.IOException;

/** A dependency failed and may answer later. The caller retries with capped back-off, in one place. */
public final class UnavailableException extends IOException {
    public UnavailableException(String message) {
        super(message);
    }

    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
