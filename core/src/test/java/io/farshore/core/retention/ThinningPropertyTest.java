package io.farshore.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.log.Position;
import io.farshore.testkit.Seeded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** What holds whatever the policy and the points. */
class ThinningPropertyTest {
    private static final Duration[] NEAR = {
        Duration.ZERO,
        Duration.ofHours(1),
        Duration.ofHours(2),
        Duration.ofHours(4),
        Duration.ofDays(1),
        Duration.ofDays(7),
        Duration.ofDays(15)
    };

    private final Set<Position> held = new HashSet<>();

    /** Any policy, many of them close to where the rule changes. */
    private static RetentionPolicy anyPolicy(RandomGenerator random) {
        return random.nextInt(5) == 0
                ? RetentionPolicy.DEFAULT
                : new RetentionPolicy(anyDuration(random), anyDuration(random));
    }

    private static Duration anyDuration(RandomGenerator random) {
        Duration near = NEAR[random.nextInt(NEAR.length)];
        Duration other = near.plusSeconds(random.nextInt(-5 * 3600, 5 * 3600));
        return other.isNegative() || random.nextInt(3) == 0 ? near : other;
    }

    private void hold(RandomGenerator random, List<APoint> points) {
        points.stream()
                .filter(point -> random.nextInt(20) == 0)
                .map(APoint::position)
                .forEach(held::add);
    }

    private static List<APoint> only(List<APoint> points, Set<Position> kept) {
        return points.stream().filter(point -> kept.contains(point.position())).toList();
    }

    @Seeded(count = 3000)
    void thinningAfterEachPointEndsWithTheSetOfThinningOnce(RandomGenerator random) {
        RetentionPolicy policy = anyPolicy(random);
        List<APoint> points = APoint.some(random, random.nextInt(1, 90));
        hold(random, points);
        List<APoint> left = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            left.add(points.get(i));
            left = new ArrayList<>(only(left, policy.kept(left, held)));
            Set<Position> once = policy.kept(points.subList(0, i + 1), held);
            assertThat(positions(left)).as("%s, after %d points", policy, i + 1).isEqualTo(once);
        }
    }

    @Seeded(count = 1000)
    void thinningNowAndThenEndsWithTheSetOfThinningOnce(RandomGenerator random) {
        RetentionPolicy policy = anyPolicy(random);
        List<APoint> points = APoint.some(random, random.nextInt(1, 300));
        hold(random, points);
        List<APoint> left = new ArrayList<>();
        for (APoint point : points) {
            left.add(point);
            if (random.nextInt(10) == 0) {
                left = new ArrayList<>(only(left, policy.kept(left, held)));
            }
        }
        assertThat(policy.kept(left, held)).as("%s", policy).isEqualTo(policy.kept(points, held));
    }

    @Seeded(count = 1000)
    void aDroppedPointIsNeverAskedForAgain(RandomGenerator random) {
        RetentionPolicy policy = anyPolicy(random);
        List<APoint> points = APoint.some(random, random.nextInt(1, 90));
        hold(random, points);
        Set<Position> dropped = new HashSet<>();
        for (int i = 1; i <= points.size(); i++) {
            Set<Position> kept = policy.kept(points.subList(0, i), held);
            assertThat(dropped).as("%s, after %d points", policy, i).noneMatch(kept::contains);
            dropped.addAll(positions(points.subList(0, i)));
            dropped.removeAll(kept);
        }
    }

    /** Clocks are set back and forth between generations here. */
    @Seeded(count = 2000)
    void whateverTheClocksDidThinningAgainChangesNothingAndTheNewestAndHeldStay(RandomGenerator random) {
        RetentionPolicy policy = anyPolicy(random);
        List<APoint> points = withWrongClocks(random);
        hold(random, points);
        Set<Position> kept = policy.kept(points, held);
        assertThat(policy.kept(only(points, kept), held)).as("%s", policy).isEqualTo(kept);
        assertThat(kept).contains(points.getLast().position()).containsAll(held);
        assertThat(positions(points)).containsAll(kept);
    }

    /** A machine whose clock was years ahead for a while gets rid of the points of that time as of others. */
    @Seeded(count = 300)
    void pointsFromBeforeAClockWasSetBackAgeWithThoseAfter(RandomGenerator random) {
        List<APoint> left = new ArrayList<>();
        for (APoint point : APoint.some(random, 20)) {
            left.add(new APoint(
                    new Position(1, point.position().sequence()),
                    point.time().plus(Duration.ofDays(9000)),
                    point.type(),
                    point.marked()));
        }
        Instant time = APoint.START;
        RetentionPolicy policy = new RetentionPolicy(Duration.ofDays(2), Duration.ofHours(random.nextInt(3)));
        for (int i = 1; i <= 400; i++) {
            time = time.plusSeconds(random.nextInt(1800));
            APoint point = random.nextBoolean() ? APoint.marked(i, time) : APoint.app(i, time);
            left.add(new APoint(new Position(2, i), time, point.type(), point.marked()));
            left = new ArrayList<>(only(left, policy.kept(left, held)));
        }
        assertThat(left).allMatch(point -> point.position().generation() == 2);
        assertThat(left.size()).isBetween(20, 150);
    }

    private static List<APoint> withWrongClocks(RandomGenerator random) {
        List<APoint> points = new ArrayList<>();
        for (int generation = 1; generation <= random.nextInt(2, 6); generation++) {
            Duration wrong = Duration.ofSeconds(random.nextLong(-1L << random.nextInt(1, 32), 1L << 20));
            for (APoint point : APoint.some(random, random.nextInt(1, 60))) {
                points.add(new APoint(
                        new Position(generation, point.position().sequence()),
                        point.time().plus(wrong),
                        point.type(),
                        point.marked()));
            }
        }
        return points;
    }

    private static Set<Position> positions(List<APoint> points) {
        return points.stream().map(APoint::position).collect(Collectors.toSet());
    }
}
