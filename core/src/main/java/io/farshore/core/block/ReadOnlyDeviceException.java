package io.farshore.core.block;

import java.io.IOException;

/** A change was asked of a device that takes none, such as a view of a recovery point. */
public final class ReadOnlyDeviceException extends IOException {
    public ReadOnlyDeviceException() {
        super("the device is read-only");
    }
}
