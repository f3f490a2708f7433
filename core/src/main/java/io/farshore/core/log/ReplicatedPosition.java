package io.farshore.core.log;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Envelope;
import java.time.Instant;
import java.util.UUID;

/**
 * The position that comes back: up to here the replica store has everything. Written by the processor after its commit, so it can
 * only be behind the truth. Format {@code replicated}, version 1: machine id, i32 generation, varint sequence, varint segment,
 * varint captured bytes, instant.
 *
 * @param segment the last segment of that generation in the replica store
 * @param capturedBytes length of all writes of the generation up to the position
 * @param time of the recovery point at that position
 */
public record ReplicatedPosition(UUID machineId, Position position, long segment, long capturedBytes, Instant time) {
    private static final String FORMAT = "replicated";
    private static final int VERSION = 1;

    public byte[] toBytes() {
        ByteWriter body = new ByteWriter(64)
                .id(machineId)
                .i32(position.generation())
                .varint(position.sequence())
                .varint(segment)
                .varint(capturedBytes)
                .instant(time);
        return Envelope.seal(FORMAT, VERSION, body);
    }

    public static ReplicatedPosition parse(String object, byte[] bytes)
            throws CorruptDataException, FormatTooNewException {
        ByteReader body = Envelope.open(object, bytes, FORMAT, VERSION).body();
        UUID machineId = body.id();
        int generation = body.i32();
        long sequence = body.varint();
        long segment = body.varint();
        long capturedBytes = body.varint();
        Instant time = body.instant();
        body.end();
        if (generation < 0) {
            throw body.damaged("a generation", Integer.toString(generation));
        }
        return new ReplicatedPosition(machineId, new Position(generation, sequence), segment, capturedBytes, time);
    }
}
