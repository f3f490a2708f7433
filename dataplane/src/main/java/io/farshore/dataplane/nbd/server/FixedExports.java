package io.farshore.dataplane.nbd.server;

import io.farshore.core.block.BlockDevice;
import io.farshore.dataplane.nbd.protocol.Handshake;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link Exports} that never change. */
final class FixedExports implements Exports {
    private final Map<String, BlockDevice> devices;
    private final String defaultName;

    FixedExports(Map<String, BlockDevice> devices, String defaultName) {
        this.devices = new TreeMap<>(devices);
        this.defaultName = defaultName;
        devices.keySet().forEach(FixedExports::checkName);
        if (!defaultName.isEmpty() && !devices.containsKey(defaultName)) {
            throw new IllegalArgumentException(
                    "default export '%s' is not one of %s".formatted(defaultName, this.devices.keySet()));
        }
    }

    private static void checkName(String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > Handshake.MAX_STRING_BYTES) {
            throw new IllegalArgumentException(
                    "export name is longer than %d bytes: %s".formatted(Handshake.MAX_STRING_BYTES, name));
        }
    }

    @Override
    public @Nullable Export find(String name) {
        String wanted = name.isEmpty() ? defaultName : name;
        BlockDevice device = devices.get(wanted);
        return device == null ? null : new Export(wanted, device);
    }

    @Override
    public List<String> names() {
        return List.copyOf(devices.keySet());
    }
}
