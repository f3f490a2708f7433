package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import java.time.Duration;

/**
 * How long recovery points are kept. Varint seconds of retention, varint seconds of the fine window.
 *
 * @param retention how old the oldest kept point may be; zero keeps the latest only
 * @param fineWindow how long every end of a segment stays a recovery point
 */
public record RetentionSettings(Duration retention, Duration fineWindow) {
    /** What counts until somebody changes it. */
    public static final RetentionSettings DEFAULT = new RetentionSettings(Duration.ofDays(15), Duration.ofHours(4));

    public RetentionSettings {
        if (retention.isNegative() || fineWindow.isNegative()) {
            throw new IllegalArgumentException("a retention of %s with a fine window of %s: neither may be negative"
                    .formatted(retention, fineWindow));
        }
    }

    public void write(ByteWriter writer) {
        writer.varint(retention.toSeconds()).varint(fineWindow.toSeconds());
    }

    public static RetentionSettings read(ByteReader reader) throws CorruptDataException {
        return new RetentionSettings(Duration.ofSeconds(reader.varint()), Duration.ofSeconds(reader.varint()));
    }
}
