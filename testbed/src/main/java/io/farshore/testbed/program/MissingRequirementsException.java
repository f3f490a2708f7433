package io.farshore.testbed.program;

import java.io.IOException;

/** This machine cannot carry a test bed as it is: not root, or without a program. The message says what to run. */
public final class MissingRequirementsException extends IOException {
    public MissingRequirementsException(String message) {
        super(message);
    }
}
