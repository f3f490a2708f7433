package io.farshore.core.run;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.log.SegmentId;

/** Names an object of a machine in the replica store that holds payload or an index. A name is never used twice. */
public sealed interface StoredName extends Comparable<StoredName> {
    /** A segment, as it was captured. Code 1. */
    record OfSegment(SegmentId id) implements StoredName {}

    /** Payload that compaction moved; numbered within the epoch that wrote it. Code 2. */
    record OfData(int epoch, long number) implements StoredName {}

    /** An index run; numbered within the epoch that wrote it. Code 3. */
    record OfRun(int epoch, long number) implements StoredName {}

    /** The key, from the machine's prefix on. */
    default String key() {
        return switch (this) {
            case OfSegment(SegmentId id) -> "log/%08x/".formatted(id.generation()) + SegmentId.fileName(id.number());
            case OfData(int epoch, long number) -> "data/%08x/%016x.dat".formatted(epoch, number);
            case OfRun(int epoch, long number) -> "run/%08x/%016x.run".formatted(epoch, number);
        };
    }

    /** A code, an i32-sized varint (generation or epoch), a varint. */
    default void write(ByteWriter writer) {
        switch (this) {
            case OfSegment(SegmentId id) -> writer.u8(1).varint(id.generation()).varint(id.number());
            case OfData(int epoch, long number) -> writer.u8(2).varint(epoch).varint(number);
            case OfRun(int epoch, long number) -> writer.u8(3).varint(epoch).varint(number);
        }
    }

    static StoredName read(ByteReader reader) throws CorruptDataException {
        int code = reader.u8();
        int first = reader.varint("a generation or an epoch", Integer.MAX_VALUE);
        long number = reader.varint();
        return switch (code) {
            case 1 -> new OfSegment(new SegmentId(first, number));
            case 2 -> new OfData(first, number);
            case 3 -> new OfRun(first, number);
            default -> throw reader.damaged("the name of an object (1 to 3)", Integer.toString(code));
        };
    }

    @Override
    default int compareTo(StoredName other) {
        return key().compareTo(other.key());
    }
}
