package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Envelope;
import java.time.Instant;
import java.util.UUID;

/**
 * A processor takes a machine. Created once for each epoch and never removed while the replica lives. Format {@code epoch},
 * version 1: machine id, i32 epoch, id owner, instant.
 *
 * @param owner a nonce of the processor
 */
public record EpochClaim(UUID machineId, int epoch, UUID owner, Instant time) {
    private static final String FORMAT = "epoch";
    private static final int VERSION = 1;

    public byte[] toBytes() {
        return Envelope.seal(
                FORMAT,
                VERSION,
                new ByteWriter(64).id(machineId).i32(epoch).id(owner).instant(time));
    }

    public static EpochClaim parse(String object, byte[] bytes) throws CorruptDataException, FormatTooNewException {
        ByteReader body = Envelope.open(object, bytes, FORMAT, VERSION).body();
        EpochClaim claim = new EpochClaim(body.id(), body.i32(), body.id(), body.instant());
        body.end();
        return claim;
    }
}
