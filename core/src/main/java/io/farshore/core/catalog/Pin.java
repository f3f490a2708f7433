package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Envelope;
import java.time.Instant;
import java.util.UUID;

/**
 * Says that somebody reads a version: what it needs must not be deleted. Format {@code pin}, version 1: machine id, varint version, instant
 * expires, text reader.
 *
 * @param version of the catalog that is read
 * @param expires when the reader has lost it, unless it renews it, by the reader's clock
 * @param reader for people: who reads, and what for
 */
public record Pin(UUID machineId, long version, Instant expires, String reader) {
    private static final String FORMAT = "pin";
    private static final int VERSION = 1;
    private static final int LONGEST_READER = 512;

    public byte[] toBytes() {
        ByteWriter body = new ByteWriter(128).id(machineId).varint(version).instant(expires);
        return Envelope.seal(FORMAT, VERSION, body.text(reader));
    }

    public static Pin parse(String object, byte[] bytes) throws CorruptDataException, FormatTooNewException {
        ByteReader body = Envelope.open(object, bytes, FORMAT, VERSION).body();
        Pin pin = new Pin(body.id(), body.varint(), body.instant(), body.text(LONGEST_READER));
        body.end();
        return pin;
    }
}
