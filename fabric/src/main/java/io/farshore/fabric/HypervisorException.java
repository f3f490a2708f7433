package io.farshore.fabric;

import java.io.IOException;
import org.libvirt.LibvirtException;

/** libvirt could not be reached or refused. The message says what was being done, to what, and what libvirt answered. */
public final class HypervisorException extends IOException {
    public HypervisorException(String message) {
        super(message);
    }

    public HypervisorException(String message, Throwable cause) {
        super(message, cause);
    }

    static HypervisorException of(String doing, LibvirtException cause) {
        return new HypervisorException(doing + ": " + cause.getMessage(), cause);
    }
}
