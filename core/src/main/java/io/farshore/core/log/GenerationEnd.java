package io.farshore.core.log;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Envelope;
import java.util.UUID;

/**
 * Says that capture of a generation stopped in an orderly way and everything captured has been cached. Format
 * {@code generation-end}, version 1: machine id, i32 generation, varint last segment (0 when there is none), varint last
 * sequence, u8 1 when the end is consistent.
 *
 * @param consistent whether the last position is a recovery point
 */
public record GenerationEnd(UUID machineId, int generation, long lastSegment, long lastSequence, boolean consistent) {
    private static final String FORMAT = "generation-end";
    private static final int VERSION = 1;

    public byte[] toBytes() {
        ByteWriter body = new ByteWriter(64)
                .id(machineId)
                .i32(generation)
                .varint(lastSegment)
                .varint(lastSequence)
                .u8(consistent ? 1 : 0);
        return Envelope.seal(FORMAT, VERSION, body);
    }

    public static GenerationEnd parse(String object, byte[] bytes) throws CorruptDataException, FormatTooNewException {
        ByteReader body = Envelope.open(object, bytes, FORMAT, VERSION).body();
        GenerationEnd end = new GenerationEnd(body.id(), body.i32(), body.varint(), body.varint(), body.u8() == 1);
        body.end();
        return end;
    }
}
