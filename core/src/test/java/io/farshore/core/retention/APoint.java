package io.farshore.core.retention;

import io.farshore.core.log.MarkKind;
import io.farshore.core.log.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A point of a machine that exists only here. */
record APoint(Position position, Instant time, String type, boolean marked) implements RetentionPoint {
    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    static APoint unmarked(long number, Instant time) {
        return new APoint(new Position(1, number), time, MarkKind.CRASH_CONSISTENT.pointType(), false);
    }

    static APoint marked(long number, Instant time) {
        return new APoint(new Position(1, number), time, MarkKind.CRASH_CONSISTENT.pointType(), true);
    }

    static APoint app(long number, Instant time) {
        return new APoint(new Position(1, number), time, MarkKind.APP_CONSISTENT.pointType(), true);
    }

    /** Points of every kind, seconds to hours apart, whose times never go back. */
    static List<APoint> some(RandomGenerator random, int count) {
        List<APoint> points = new ArrayList<>();
        int usualStep = 1 << random.nextInt(4, 16);
        Instant time = START.plusSeconds(random.nextInt(100_000));
        for (int i = 1; i <= count; i++) {
            int step = random.nextInt(12) == 0 ? random.nextInt(200_000) : random.nextInt(usualStep);
            time = time.plusSeconds(random.nextInt(6) == 0 ? step / 3600 * 3600 : step);
            points.add(
                    switch (random.nextInt(4)) {
                        case 0 -> app(i, time);
                        case 1 -> marked(i, time);
                        default -> unmarked(i, time);
                    });
        }
        return points;
    }
}
