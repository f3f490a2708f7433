package io.farshore.core.retention;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.log.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How long recovery points are kept; the rule is in the package's documentation. Says which points are kept; dropping the others, and the
 * bytes that only they need, is the caller's.
 *
 * @param retention how old a point may become; 0 keeps the newest point only; whole seconds, at most {@link #LONGEST}
 * @param fineWindow up to which age every consistent end of a segment is kept; counts up to the retention; whole seconds
 */
public record RetentionPolicy(Duration retention, Duration fineWindow) {
    /** The longest retention: a hundred years of 365 days. */
    public static final Duration LONGEST = Duration.ofDays(36_500);

    /** 15 days; every second of the newest 4 hours. */
    public static final RetentionPolicy DEFAULT = new RetentionPolicy(Duration.ofDays(15), Duration.ofHours(4));

    public RetentionPolicy {
        check("retention", retention);
        check("fine window", fineWindow);
    }

    /**
     * The points that stay, in the order of their positions.
     *
     * @param points of the machine, of all its generations
     * @param held positions of points that stay whatever their age
     */
    public Set<Position> kept(List<? extends RetentionPoint> points, Set<Position> held) {
        return kept(points, held, Instant.MAX);
    }

    /**
     * The same, safe from a source whose clock runs ahead: it cannot make the points before it look old.
     *
     * @param now by the clock of whoever thins
     */
    public Set<Position> kept(List<? extends RetentionPoint> points, Set<Position> held, Instant now) {
        return new Thinning(this, new PointTimes(points, now)).kept(held);
    }

    /** The window that each of the points is in, by its position, in the order of positions. */
    public Map<Position, RetentionWindow> windows(List<? extends RetentionPoint> points) {
        return new PointTimes(points, Instant.MAX).windows(this);
    }

    /** Two varints: the retention and the fine window, in seconds. */
    public void write(ByteWriter writer) {
        writer.varint(retention.toSeconds()).varint(fineWindow.toSeconds());
    }

    public static RetentionPolicy read(ByteReader reader) throws CorruptDataException {
        return new RetentionPolicy(readSeconds("a retention", reader), readSeconds("a fine window", reader));
    }

    private static Duration readSeconds(String what, ByteReader reader) throws CorruptDataException {
        long seconds = reader.varint();
        if (seconds > LONGEST.toSeconds()) {
            throw reader.damaged(
                    "%s of at most %d seconds".formatted(what, LONGEST.toSeconds()), Long.toString(seconds));
        }
        return Duration.ofSeconds(seconds);
    }

    private static void check(String what, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0 || value.toNanosPart() != 0) {
            throw new IllegalArgumentException(
                    "a %s of %s: it must be whole seconds, from 0 to %d days".formatted(what, value, LONGEST.toDays()));
        }
    }
}
