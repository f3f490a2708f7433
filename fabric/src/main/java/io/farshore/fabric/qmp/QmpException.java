package io.farshore.fabric.qmp;

import java.io.IOException;

/** QEMU refused a command. Carries its error class and its own words. */
public final class QmpException extends IOException {
    private final String errorClass;

    public QmpException(String machine, String command, String errorClass, String description) {
        super("QEMU of %s refused %s: %s (%s)".formatted(machine, command, description, errorClass));
        this.errorClass = errorClass;
    }

    public String errorClass() {
        return errorClass;
    }
}
