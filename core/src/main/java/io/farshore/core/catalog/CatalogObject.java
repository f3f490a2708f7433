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
 * One version of a catalog, as it is stored. Format {@code catalog}, version 2: machine id, i32 epoch, varint version, id owner,
 * pointer below, varint count of entries, entries. Version 1, which knew two kinds of entries and no snapshots, is not read any more.
 *
 * @param owner the nonce of the processor that wrote it, so that two never write the same bytes
 * @param below the version that the entries follow
 * @param entries of the versions after {@code below} up to this one, oldest first; in a snapshot what makes the state of the version
 *     before from nothing, and then those of this one
 */
public record CatalogObject(
        UUID machineId, int epoch, long version, UUID owner, CatalogPointer below, List<CatalogEntry> entries) {
    private static final String FORMAT = "catalog";
    private static final int VERSION = 2;

    /** The most entries of one version: an object that repeats others stays readable. */
    static final int MOST_PER_VERSION = 4096;

    private static final int MOST_ENTRIES = 1 << 24;

    public CatalogObject {
        entries = List.copyOf(entries);
    }

    byte[] toBytes() {
        ByteWriter body = new ByteWriter(128 + entries.size() * 128);
        body.id(machineId).i32(epoch).varint(version).id(owner);
        below.write(body);
        body.varint(entries.size());
        entries.forEach(entry -> entry.write(body));
        return Envelope.seal(FORMAT, VERSION, body);
    }

    static CatalogObject parse(String object, byte[] bytes, UUID machineId, int epoch, long version, Spans spans)
            throws CorruptDataException, FormatTooNewException {
        ByteReader body = open(object, bytes);
        CatalogObject found = readBody(body);
        if (!found.machineId.equals(machineId) || found.epoch != epoch || found.version != version) {
            throw body.damaged(
                    "version %d of epoch %d of machine %s".formatted(version, epoch, machineId),
                    "version %d of epoch %d of machine %s".formatted(found.version, found.epoch, found.machineId));
        }
        if (found.below.version() != version - spans.below(version)) {
            throw body.damaged(
                    "version %d below".formatted(version - spans.below(version)), "" + found.below.version());
        }
        return found;
    }

    /** Reads a catalog object of whichever machine and version. */
    public static CatalogObject parse(String object, byte[] bytes) throws CorruptDataException, FormatTooNewException {
        return readBody(open(object, bytes));
    }

    private static ByteReader open(String object, byte[] bytes) throws CorruptDataException, FormatTooNewException {
        Envelope envelope = Envelope.open(object, bytes, FORMAT, VERSION);
        if (envelope.version() < VERSION) {
            throw new CorruptDataException(
                    object,
                    0,
                    "a catalog of version %d; older ones were never released: make the replica anew".formatted(VERSION),
                    "version " + envelope.version());
        }
        return envelope.body();
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
