package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Envelope;
import io.farshore.core.log.ObjectHash;
import java.util.UUID;

/**
 * Names one catalog object and says what it hashes to. As an object of its own (an epoch's fork, the hint): format
 * {@code catalog-pointer}, version 1: machine id, then the pointer. The pointer: i32 epoch, varint version, SHA-256.
 *
 * @param epoch in which the object was written; 0 with version 0
 * @param version 0 when there is none yet
 */
public record CatalogPointer(int epoch, long version, ObjectHash hash) {
    /** Before the first version. */
    static final CatalogPointer NONE = new CatalogPointer(0, 0, new ObjectHash(0, 0, 0, 0));

    private static final String FORMAT = "catalog-pointer";
    private static final int VERSION = 1;

    public byte[] toBytes(UUID machineId) {
        ByteWriter body = new ByteWriter(64).id(machineId);
        write(body);
        return Envelope.seal(FORMAT, VERSION, body);
    }

    public static CatalogPointer parse(String object, byte[] bytes, UUID machineId)
            throws CorruptDataException, FormatTooNewException {
        ByteReader body = Envelope.open(object, bytes, FORMAT, VERSION).body();
        UUID owner = body.id();
        if (!owner.equals(machineId)) {
            throw body.damaged("an object of machine " + machineId, "one of machine " + owner);
        }
        CatalogPointer pointer = read(body);
        body.end();
        return pointer;
    }

    void write(ByteWriter writer) {
        writer.i32(epoch).varint(version).raw(hash.bytes());
    }

    static CatalogPointer read(ByteReader reader) throws CorruptDataException {
        return new CatalogPointer(reader.i32(), reader.varint(), ObjectHash.read(reader));
    }
}
