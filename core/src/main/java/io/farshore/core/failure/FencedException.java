package io.farshore.core.failure;

import java.io.IOException;

/** A newer generation or epoch exists: this one has lost its right to write. The caller stops, reports, and never retries. */
public final class FencedException extends IOException {
    public FencedException(String message) {
        super(message);
    }
}
