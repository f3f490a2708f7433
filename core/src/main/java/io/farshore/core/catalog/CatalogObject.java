package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One version of a catalog, as it is stored. Format {@code catalog}, version 1: machine id, i32 epoch, varint version, id owner,
 * pointer below, varint count of entries, entries.
 *
 * @param owner the nonce of the processor that wrote it, so that two never write the same bytes
 * @param below the version that the entries follow
 * @param entries of the versions after {@code below} up to this one, oldest first
 */
public record CatalogObject(
        UUID machineId, int epoch, long version, UUID owner, CatalogPointer below, List<CatalogEntry> entries) {
    private static final String FORMAT = "catalog";
    private static final int VERSION = 1;
    private static final int STEP = 64;

    /** The most versions that one object repeats. */
    static final int LONGEST_SPAN = STEP * STEP;

    /** The most entries of one version: an object that repeats {@link #LONGEST_SPAN} of them stays readable. */
    static final int MOST_PER_VERSION = 4096;

    private static final int MOST_ENTRIES = LONGEST_SPAN * MOST_PER_VERSION;

    public CatalogObject {
        entries = List.copyOf(entries);
    }

    /** How many versions the object of this version repeats. */
    static int span(long version) {
        if (version % STEP != 0) {
            return 1;
        }
        return version % LONGEST_SPAN == 0 ? LONGEST_SPAN : STEP;
    }

    byte[] toBytes() {
        ByteWriter body = new ByteWriter(128 + entries.size() * 128);
        body.id(machineId).i32(epoch).varint(version).id(owner);
        below.write(body);
        body.varint(entries.size());
        entries.forEach(entry -> entry.write(body));
        return Envelope.seal(FORMAT, VERSION, body);
    }

    static CatalogObject parse(String object, byte[] bytes, UUID machineId, int epoch, long version)
            throws CorruptDataException, FormatTooNewException {
        ByteReader body = Envelope.open(object, bytes, FORMAT, VERSION).body();
        CatalogObject found = readBody(body);
        if (!found.machineId.equals(machineId) || found.epoch != epoch || found.version != version) {
            throw body.damaged(
                    "version %d of epoch %d of machine %s".formatted(version, epoch, machineId),
                    "version %d of epoch %d of machine %s".formatted(found.version, found.epoch, found.machineId));
        }
        if (found.below.version() != version - span(version)) {
            throw body.damaged("version %d below".formatted(version - span(version)), "" + found.below.version());
        }
        return found;
    }

    /** Reads a catalog object of whichever machine and version. */
    public static CatalogObject parse(String object, byte[] bytes) throws CorruptDataException, FormatTooNewException {
        return readBody(Envelope.open(object, bytes, FORMAT, VERSION).body());
    }

    private static CatalogObject readBody(ByteReader body) throws CorruptDataException {
        UUID machineId = body.id();
        int epoch = body.i32();
        long version = body.varint();
        UUID owner = body.id();
        CatalogPointer below = CatalogPointer.read(body);
        List<CatalogEntry> entries = new ArrayList<>();
        for (int left = body.varint("a count of entries", MOST_ENTRIES); left > 0; left--) {
            entries.add(CatalogEntry.read(body));
        }
        body.end();
        return new CatalogObject(machineId, epoch, version, owner, below, entries);
    }
}
