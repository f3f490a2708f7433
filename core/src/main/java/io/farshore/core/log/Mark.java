package io.farshore.core.log;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A marker in the change log: the machine can be opened as of here.
 *
 * @param sequence of the mark itself, a change like any other
 * @param name what a person called it; empty when nobody did; at most 256 bytes of UTF-8
 */
public record Mark(long sequence, Instant time, MarkKind kind, String name) {
    /** The most a name takes, in bytes of UTF-8. */
    public static final int LONGEST_NAME = 256;

    public Mark {
        checkName(name);
    }

    /** Refuses a name that does not fit or that holds control characters. */
    public static void checkName(String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the name of a recovery point has at most %d bytes of UTF-8 and no control characters: choose another"
                            .formatted(LONGEST_NAME));
        }
    }

    public void write(ByteWriter writer) {
        writer.varint(sequence).instant(time).u8(kind.code()).text(name);
    }

    public static Mark read(ByteReader reader) throws CorruptDataException {
        long sequence = reader.varint();
        Instant time = reader.instant();
        MarkKind kind = MarkKind.read(reader);
        String name = reader.text(LONGEST_NAME);
        try {
            return new Mark(sequence, time, kind, name);
        } catch (IllegalArgumentException e) {
            throw reader.damaged("a printable name", "another");
        }
    }
}
