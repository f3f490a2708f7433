package io.farshore.core.catalog;

import io.farshore.core.log.Position;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which recovery point is meant: {@code latest}, a point's id, a point's name (the newest of that name), a position
 * {@code generation.sequence} (the newest point at or before it), or a time (RFC 3339; the newest point at or before it).
 */
public final class PointSelector {
    private final String text;

    private PointSelector(String text) {
        this.text = text;
    }

    public static PointSelector parse(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(
                    "no recovery point given: say latest, a point's id or name, a time (RFC 3339) or a position");
        }
        return new PointSelector(text.strip());
    }

    /**
     * The point in this catalog.
     *
     * @throws IllegalArgumentException when there is none; the message says what there is
     */
    public RecoveryPoint in(Catalog catalog) {
        List<RecoveryPoint> points = catalog.points();
        if (points.isEmpty()) {
            throw new IllegalArgumentException(
                    "machine %s has no recovery point yet: its first copy is not complete, or"
                                    .formatted(catalog.descriptor().machine())
                            + " nothing has been processed; see farshore process");
        }
        if (text.equals("latest")) {
            return points.getLast();
        }
        RecoveryPoint named = named(points);
        if (named != null) {
            return named;
        }
        Position position = Position.parse(text);
        if (position != null) {
            return atPosition(points, position);
        }
        Instant time = time();
        if (time != null) {
            return atTime(points, time);
        }
        throw new IllegalArgumentException(
                ("there is no recovery point '%s': say latest, a time (RFC 3339) from %s to %s,"
                                + " a position generation.sequence, or an id or name that farshore points lists")
                        .formatted(
                                text, points.getFirst().time(), points.getLast().time()));
    }

    private RecoveryPoint atPosition(List<RecoveryPoint> points, Position position) {
        if (position.compareTo(points.getLast().position()) > 0) {
            throw new IllegalArgumentException("position %s is after the newest recovery point, %s"
                    .formatted(position, describe(points.getLast())));
        }
        return newest(points, point -> point.position().compareTo(position) <= 0, "position " + position);
    }

    private RecoveryPoint atTime(List<RecoveryPoint> points, Instant time) {
        return newest(points, point -> !point.time().isAfter(time), time.toString());
    }

    /** The point of that id, or else the newest of that name; a name may well look like a position or a time. */
    private @Nullable RecoveryPoint named(List<RecoveryPoint> points) {
        RecoveryPoint found = null;
        for (RecoveryPoint point : points) {
            if (point.id().equals(text)) {
                return point;
            }
            found = point.name().equals(text) ? point : found;
        }
        return found;
    }

    private static RecoveryPoint newest(List<RecoveryPoint> points, Predicate<RecoveryPoint> eligible, String asked) {
        for (RecoveryPoint point : points.reversed()) {
            if (eligible.test(point)) {
                return point;
            }
        }
        throw new IllegalArgumentException(
                "%s is before the first recovery point, %s".formatted(asked, describe(points.getFirst())));
    }

    private static String describe(RecoveryPoint point) {
        return "%s of %s".formatted(point.id(), point.time());
    }

    private @Nullable Instant time() {
        try {
            return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
