package io.farshore.dataplane.nbd.server;

import io.farshore.core.block.BlockDevice;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a server offers. Asked by any connection's thread, once per choice of export; the answer may change between calls. */
public interface Exports {
    /** The export of this name; the empty name asks for the default one. */
    @Nullable
    Export find(String name);

    /** The names to list. */
    List<String> names();

    /** One device, under its name and as the default. */
    static Exports single(String name, BlockDevice device) {
        return new FixedExports(Map.of(name, device), name);
    }

    /**
     * A fixed set.
     *
     * @param defaultName the export that the empty name stands for; must be one of the devices
     */
    static Exports of(Map<String, BlockDevice> devices, String defaultName) {
        return new FixedExports(devices, defaultName);
    }

    /** A fixed set in which the empty name means nothing, unless a device has it. */
    static Exports of(Map<String, BlockDevice> devices) {
        return new FixedExports(devices, "");
    }
}
