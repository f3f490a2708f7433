package io.farshore.core.failure;

/** The store lets this caller write nothing. Trying again at once does not help; whoever only reads may go on. */
public final class ReadOnlyStoreException extends UnavailableException {
    public ReadOnlyStoreException(String message) {
        super(message);
    }

    public ReadOnlyStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
