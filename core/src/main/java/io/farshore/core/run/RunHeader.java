package io.farshore.core.run;

import io.farshore.core.crypto.DataKey;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Checksums;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** The first bytes of a run or a data object: whose it is. The layout is in the package's documentation. */
public record RunHeader(StoredName name, UUID machineId, UUID keyId) {
    public static final int LENGTH = 64;

    private static final byte[] RUN = "FARSHRUN".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "FARSHDAT".getBytes(StandardCharsets.US_ASCII);
    private static final int MAGIC_LENGTH = 8;
    private static final int VERSION = 1;
    private static final int ENCRYPTED = 4;

    /** What the object is sealed with. */
    public ObjectCipher cipher(MachineKeys keys) throws KeyMissingException {
        return keyId.equals(DataKey.NO_KEY) ? ObjectCipher.NONE : keys.forObject(keyId, machineId, name.key());
    }

    void write(ByteWriter writer) {
        ByteWriter header = new ByteWriter(LENGTH);
        boolean run = name instanceof StoredName.OfRun;
        header.raw(run ? RUN : DATA).u16(VERSION).u16(LENGTH).i32(keyId.equals(DataKey.NO_KEY) ? 0 : ENCRYPTED);
        header.id(machineId);
        switch (name) {
            case StoredName.OfRun(int epoch, long number) -> header.i32(epoch).i64(number);
            case StoredName.OfData(int epoch, long number) -> header.i32(epoch).i64(number);
            case StoredName.OfSegment segment -> throw new IllegalArgumentException(segment + " has another header");
        }
        writer.raw(header.id(keyId).checksum().toArray());
    }

    /** Reads the header at the start of {@code bytes}. */
    public static RunHeader parse(String object, byte[] bytes) throws CorruptDataException, FormatTooNewException {
        ByteReader reader = new ByteReader(object, bytes, 0, Math.min(bytes.length, LENGTH));
        byte[] magic = reader.raw(MAGIC_LENGTH);
        if (!Arrays.equals(magic, RUN) && !Arrays.equals(magic, DATA)) {
            throw reader.damaged("the header of a run or a data object", "other bytes");
        }
        int version = reader.u16();
        reader.u16();
        int flags = reader.i32();
        UUID machineId = reader.id();
        int epoch = reader.i32();
        long number = reader.i64();
        UUID keyId = reader.id();
        int expected = reader.i32();
        int found = Checksums.crc32c(bytes, 0, LENGTH - 4);
        if (expected != found) {
            throw reader.damaged("a header with checksum %08x".formatted(expected), "%08x".formatted(found));
        }
        if (version > VERSION) {
            throw new FormatTooNewException(object, "run", version, VERSION);
        }
        if ((flags != ENCRYPTED && flags != 0) || (flags == 0) != keyId.equals(DataKey.NO_KEY)) {
            throw reader.damaged("flags that fit the key " + keyId, Integer.toHexString(flags));
        }
        StoredName name =
                Arrays.equals(magic, RUN) ? new StoredName.OfRun(epoch, number) : new StoredName.OfData(epoch, number);
        return new RunHeader(name, machineId, keyId);
    }
}
