package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Envelope;
import java.time.Instant;
import java.util.UUID;

/**
 * Asks whoever holds the machine to commit an entry. Format {@code request}, version 1: machine id, instant asked, the entry as
 * {@link CatalogEntry} writes it.
 *
 * @param asked when, by the asker's clock: of two requests the later one counts
 * @param wanted what retention is to be, or which point is to be held or released; no other entry can be asked for
 */
public record Request(UUID machineId, Instant asked, CatalogEntry wanted) {
    private static final String FORMAT = "request";
    private static final int VERSION = 1;

    public Request {
        if (!isAllowed(wanted)) {
            throw new IllegalArgumentException("nobody may ask for " + wanted);
        }
    }

    private static boolean isAllowed(CatalogEntry wanted) {
        return wanted instanceof CatalogEntry.RetentionChanged || wanted instanceof CatalogEntry.Hold;
    }

    /** Whether the state is as it is wanted, so that nothing needs to be committed. */
    public static boolean isDone(CatalogEntry wanted, Catalog catalog) {
        return switch (wanted) {
            case CatalogEntry.RetentionChanged(var retention) -> retention.equals(catalog.retention());
            case CatalogEntry.Hold(var point, boolean held) ->
                held == catalog.holds().contains(point);
            default -> throw new IllegalArgumentException("nobody may ask for " + wanted);
        };
    }

    public byte[] toBytes() {
        ByteWriter body = new ByteWriter(128).id(machineId).instant(asked);
        wanted.write(body);
        return Envelope.seal(FORMAT, VERSION, body);
    }

    public static Request parse(String object, byte[] bytes) throws CorruptDataException, FormatTooNewException {
        ByteReader body = Envelope.open(object, bytes, FORMAT, VERSION).body();
        UUID machineId = body.id();
        Instant asked = body.instant();
        CatalogEntry wanted = CatalogEntry.read(body);
        if (!isAllowed(wanted)) {
            throw body.damaged(
                    "a change of retention or a hold", wanted.getClass().getSimpleName());
        }
        body.end();
        return new Request(machineId, asked, wanted);
    }
}
