package io.farshore.dataplane.restore;

import io.farshore.core.log.Position;
import java.util.UUID;

/**
 * Where restored bytes come from.
 *
 * @param store its name, as {@link io.farshore.core.store.ObjectStore#toString} gives it
 */
public record RestoreOrigin(String store, String machine, UUID machineId, Position point) {
    @Override
    public String toString() {
        return "%s at %s of %s".formatted(machine, point, store);
    }
}
