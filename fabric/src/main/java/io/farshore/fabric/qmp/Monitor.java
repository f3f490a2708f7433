package io.farshore.fabric.qmp;

import java.io.IOException;

/** Carries one QMP command to a machine's QEMU and brings its answer. */
@FunctionalInterface
public interface Monitor {
    /**
     * Sends one command and waits for its answer.
     *
     * @param command one JSON object
     * @return QEMU's answer as it is, error answers included
     * @throws IOException when the command did not reach QEMU
     */
    String send(String command) throws IOException;
}
