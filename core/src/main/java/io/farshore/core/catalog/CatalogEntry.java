package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.log.GenerationClaim;

/** One addition to a machine's state. */
public sealed interface CatalogEntry {
    /** From here on the change log is that of this generation; no later segment of an earlier one counts. Code 1. */
    record GenerationAccepted(GenerationClaim claim) implements CatalogEntry {}

    /** The segment is in the replica store, verified, and follows the one before it. Code 2. */
    record SegmentAccepted(SegmentRef segment) implements CatalogEntry {}

    /** Writes the code and the entry's fields. */
    default void write(ByteWriter writer) {
        switch (this) {
            case GenerationAccepted(GenerationClaim claim) -> claim.writeBody(writer.u8(1));
            case SegmentAccepted(SegmentRef segment) -> segment.write(writer.u8(2));
        }
    }

    static CatalogEntry read(ByteReader reader) throws CorruptDataException {
        int code = reader.u8();
        return switch (code) {
            case 1 -> new GenerationAccepted(GenerationClaim.readBody(reader));
            case 2 -> new SegmentAccepted(SegmentRef.read(reader));
            default -> throw reader.damaged("a catalog entry (1 or 2)", Integer.toString(code));
        };
    }
}
