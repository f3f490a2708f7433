package io.farshore.core.run;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.log.ObjectHash;

/**
 * How much of an object a run needs. Name, varint size, SHA-256, varints plain and live bytes.
 *
 * @param size of the object in bytes
 * @param identity SHA-256 of the object without its footer
 * @param plainBytes payload in the object
 * @param liveBytes payload that the run points to
 */
public record ObjectUse(StoredName name, long size, ObjectHash identity, long plainBytes, long liveBytes) {
    public ObjectUse withLive(long bytes) {
        return new ObjectUse(name, size, identity, plainBytes, bytes);
    }

    void write(ByteWriter writer) {
        name.write(writer);
        writer.varint(size).raw(identity.bytes()).varint(plainBytes).varint(liveBytes);
    }

    static ObjectUse read(ByteReader reader) throws CorruptDataException {
        return new ObjectUse(
                StoredName.read(reader), reader.varint(), ObjectHash.read(reader), reader.varint(), reader.varint());
    }
}
