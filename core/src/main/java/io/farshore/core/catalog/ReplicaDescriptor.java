package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Envelope;
import io.farshore.core.log.Names;
import java.time.Instant;
import java.util.UUID;

/**
 * Which machine a replica is of. Created once. Format {@code replica}, version 1: machine id, text name, instant created.
 */
public record ReplicaDescriptor(UUID machineId, String machine, Instant created) {
    private static final String FORMAT = "replica";
    private static final int VERSION = 1;

    public byte[] toBytes() {
        return Envelope.seal(
                FORMAT, VERSION, new ByteWriter(128).id(machineId).text(machine).instant(created));
    }

    public static ReplicaDescriptor parse(String object, byte[] bytes)
            throws CorruptDataException, FormatTooNewException {
        ByteReader body = Envelope.open(object, bytes, FORMAT, VERSION).body();
        ReplicaDescriptor descriptor = new ReplicaDescriptor(body.id(), body.text(Names.LONGEST), body.instant());
        body.end();
        return descriptor;
    }
}
