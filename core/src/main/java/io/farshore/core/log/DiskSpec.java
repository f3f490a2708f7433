package io.farshore.core.log;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;

/**
 * One disk of a machine.
 *
 * @param name as in the machine's definition, such as {@code vda}
 * @param size in bytes
 */
public record DiskSpec(String name, long size) {
    public DiskSpec {
        Names.check("disk", name);
        if (size <= 0 || size > 1L << 46) {
            throw new IllegalArgumentException(
                    "disk %s has a size of %d bytes: it must be from 1 byte to 64 TiB".formatted(name, size));
        }
    }

    public void write(ByteWriter writer) {
        writer.text(name).varint(size);
    }

    public static DiskSpec read(ByteReader reader) throws CorruptDataException {
        try {
            return new DiskSpec(reader.text(Names.LONGEST), reader.varint());
        } catch (IllegalArgumentException e) {
            throw reader.damaged("a disk", String.valueOf(e.getMessage()));
        }
    }
}
