package io.farshore.dist.demo;

/** Something that the demonstration needs did not happen; the message says what, and where to look. */
public final class DemoFailure extends Exception {
    private static final long serialVersionUID = 1L;

    DemoFailure(String message) {
        super(message);
    }

    DemoFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
