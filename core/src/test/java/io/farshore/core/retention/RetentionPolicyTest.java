package io.farshore.core.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.log.Position;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference's numbers, a naive model, and the bytes. */
class RetentionPolicyTest {
    private static final Instant START = APoint.START;

    private static RetentionPolicy policy(String retention, String fineWindow) {
        return new RetentionPolicy(Duration.parse(retention), Duration.parse(fineWindow));
    }

    /** A policy point every five minutes and an app-consistent one on the hour, for so many days and one hour. */
    private static List<APoint> policyPoints(int days) {
        List<APoint> points = new ArrayList<>();
        for (int i = 0; i <= days * 288 + 12; i++) {
            Instant time = START.plus(Duration.ofMinutes(5L * i));
            if (i % 12 == 0) {
                points.add(APoint.app(2L * i, time));
            }
            points.add(APoint.marked(2L * i + 1, time));
        }
        return points;
    }

    /** How many crash-consistent or app-consistent points are kept with an age from {@code from}, below {@code to}. */
    private static long kept(RetentionPolicy policy, List<APoint> points, boolean app, Duration from, Duration to) {
        Set<Position> kept = policy.kept(points, Set.of());
        Instant newest = points.getLast().time();
        return points.stream()
                .filter(point -> kept.contains(point.position()) && point.appConsistent() == app)
                .map(point -> Duration.between(point.time(), newest))
                .filter(age -> age.compareTo(from) >= 0 && age.compareTo(to) < 0)
                .count();
    }

    /** The reference: "1-day retention and hourly app snapshots give 24 crash and 2 app points in the newest 2 hours". */
    @Test
    void aDayOfRetentionAndHourlyAppPointsGiveTheReferencesExample() {
        List<APoint> points = policyPoints(3);
        Duration twoHours = Duration.ofHours(2);
        assertThat(kept(policy("P1D", "PT0S"), points, false, Duration.ZERO, twoHours))
                .isEqualTo(24);
        assertThat(kept(policy("P1D", "PT0S"), points, true, Duration.ZERO, twoHours))
                .isEqualTo(2);
    }

    /** All of the last 2 hours; then one per hour to day 1; one per 2 hours for days 2 to 7; one per 4 hours from day 8. */
    @ParameterizedTest
    @CsvSource({
        "P1D,  PT2H,  P1D,  22, 22",
        "P1D,  P1D,   P90D, 0,  0",
        "P7D,  PT2H,  P1D,  22, 22",
        "P7D,  P1D,   P7D,  72, 72",
        "P7D,  P7D,   P90D, 0,  0",
        "P15D, PT2H,  P1D,  22, 22",
        "P15D, P1D,   P7D,  72, 72",
        "P15D, P7D,   P15D, 48, 48",
        "P15D, P15D,  P90D, 0,  0",
        "P30D, P7D,   P30D, 138, 138",
        "PT1H, PT1H,  P90D, 0,  0",
    })
    void olderPointsAreThinnedAsTheReferenceDoes(String retention, String from, String to, long crash, long app) {
        List<APoint> points = policyPoints(40);
        RetentionPolicy policy = policy(retention, "PT0S");
        assertThat(kept(policy, points, false, Duration.parse(from), Duration.parse(to)))
                .isEqualTo(crash);
        assertThat(kept(policy, points, true, Duration.parse(from), Duration.parse(to)))
                .isEqualTo(app);
    }

    @Test
    void everySecondOfTheFineWindowIsKept() {
        List<APoint> points = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            Instant time = START.plusSeconds(i);
            points.add(i % 300 == 0 ? APoint.marked(i, time) : APoint.unmarked(i, time));
        }
        assertThat(kept(RetentionPolicy.DEFAULT, points, false, Duration.ZERO, Duration.ofHours(4)))
                .isEqualTo(4 * 3600);
        assertThat(policy("P1D", "PT10M").kept(points, Set.of())).hasSize(600 + 22 + 12);
        assertThat(policy("PT10M", "PT4H").kept(points, Set.of())).hasSize(600);
    }

    @Test
    void withoutRetentionOnlyTheNewestAndTheHeldStay() {
        List<APoint> points = policyPoints(1);
        Position newest = points.getLast().position();
        assertThat(policy("PT0S", "PT4H").kept(points, Set.of())).containsExactly(newest);
        assertThat(policy("PT0S", "PT4H").kept(points, Set.of(new Position(1, 7))))
                .containsExactly(new Position(1, 7), newest);
        assertThat(RetentionPolicy.DEFAULT.kept(List.of(), Set.of(newest))).isEmpty();
    }

    @Test
    void oldPointsStayWhileNoNewOnesCome() {
        List<APoint> points = policyPoints(20);
        Set<Position> kept = RetentionPolicy.DEFAULT.kept(points, Set.of());
        assertThat(RetentionPolicy.DEFAULT.kept(points, Set.of(), Instant.parse("2031-01-01T00:00:00Z")))
                .isEqualTo(kept);
        points.add(APoint.marked(1_000_000, START.plus(Duration.ofDays(60))));
        assertThat(RetentionPolicy.DEFAULT.kept(points, Set.of())).containsExactly(new Position(1, 1_000_000));
    }

    @Test
    void aSourceClockThatJumpsAheadMakesNothingOldForWhoeverKnowsBetter() {
        List<APoint> points = policyPoints(3);
        Instant now = points.getLast().time();
        Set<Position> before = RetentionPolicy.DEFAULT.kept(points, Set.of());
        points.add(APoint.marked(1_000_000, START.plus(Duration.ofDays(30_000))));
        assertThat(RetentionPolicy.DEFAULT.kept(points, Set.of(), now)).containsAll(before);
        assertThat(RetentionPolicy.DEFAULT.kept(points, Set.of())).hasSize(1);
    }

    @Test
    void anHourWithoutPolicyPointsKeepsItsOldestSegmentEnd() {
        List<APoint> points = List.of(
                APoint.unmarked(1, START.plusSeconds(60)),
                APoint.unmarked(2, START.plusSeconds(61)),
                APoint.unmarked(3, START.plusSeconds(3700)),
                APoint.app(4, START.plusSeconds(3800)),
                APoint.marked(5, START.plusSeconds(3900)),
                APoint.marked(6, START.plusSeconds(4000)),
                APoint.unmarked(7, START.plus(Duration.ofHours(20))));
        assertThat(policy("P1D", "PT0S").kept(points, Set.of()))
                .extracting(Position::sequence)
                .containsExactly(1L, 4L, 5L, 7L);
    }

    @Seeded(count = 1500)
    void isTheNaiveModel(RandomGenerator random) {
        RetentionPolicy[] policies = {
            RetentionPolicy.DEFAULT,
            policy("P1D", "PT0S"),
            policy("P7D", "PT30M"),
            policy("P30D", "P10D"),
            policy("PT2H", "PT1H"),
            policy("P3D", "PT26H"),
            policy("PT0S", "PT4H"),
            policy("PT5H", "P2D"),
        };
        RetentionPolicy policy = policies[random.nextInt(policies.length)];
        List<APoint> points = APoint.some(random, random.nextInt(1, 150));
        Set<Position> held = new HashSet<>();
        points.stream().filter(point -> random.nextInt(30) == 0).forEach(point -> held.add(point.position()));
        assertThat(policy.kept(points, held))
                .as("%s", policy)
                .isEqualTo(new NaiveRetention(policy, points, held).kept());
    }

    @Test
    void aDayOfSecondsTakesMilliseconds() {
        List<APoint> points = new ArrayList<>();
        for (int i = 0; i < 86_400; i++) {
            points.add(APoint.unmarked(i, START.plusSeconds(i)));
        }
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            long before = System.nanoTime();
            assertThat(RetentionPolicy.DEFAULT.kept(points, Set.of())).hasSize(4 * 3600 + 20);
            best = Math.min(best, System.nanoTime() - before);
        }
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(50));
    }

    @ParameterizedTest
    @CsvSource({
        "PT-1S,  FINE",
        "PT0S,       FINE",
        "PT3H59M59S, FINE",
        "PT4H,       DAY_1",
        "PT23H59M,   DAY_1",
        "P1D,        DAYS_2_TO_7",
        "P7D,        FROM_DAY_8",
        "P14D,       FROM_DAY_8",
        "P15D,       PAST_RETENTION"
    })
    void ageSaysTheWindow(Duration age, RetentionWindow window) {
        assertThat(RetentionWindow.of(RetentionPolicy.DEFAULT, age)).isEqualTo(window);
    }

    @Test
    void pointsAreReportedByWindow() {
        List<APoint> points = policyPoints(20);
        RetentionPolicy policy = policy("P15D", "PT30M");
        Map<RetentionWindow, Integer> counts = new TreeMap<>();
        policy.windows(points).values().forEach(window -> counts.merge(window, 1, Integer::sum));
        assertThat(counts.keySet()).containsExactly(RetentionWindow.values());
        assertThat(counts.values().stream().mapToInt(count -> count).sum()).isEqualTo(points.size());
        assertThat(policy.windows(points)).containsEntry(new Position(1, 1), RetentionWindow.PAST_RETENTION);
    }

    @Test
    void bytesAreReadAndWrittenAsEver() throws IOException {
        ByteWriter writer = new ByteWriter(16);
        policy("P15D", "PT4H").write(writer);
        assertThat(writer.toArray()).asHexString().isEqualTo("808D4FC070");
        assertThat(RetentionPolicy.read(new ByteReader("it", writer.toArray()))).isEqualTo(RetentionPolicy.DEFAULT);
        ByteWriter longest = new ByteWriter(16);
        new RetentionPolicy(RetentionPolicy.LONGEST, Duration.ZERO).write(longest);
        assertThat(RetentionPolicy.read(new ByteReader("it", longest.toArray())).retention())
                .isEqualTo(RetentionPolicy.LONGEST);
    }

    @ParameterizedTest
    @ValueSource(longs = {36_500L * 86_400 + 1, 1L << 40, Long.MAX_VALUE})
    void hostileNumbersAreDamage(long seconds) {
        byte[] retention = new ByteWriter(16).varint(seconds).varint(0).toArray();
        byte[] window = new ByteWriter(16).varint(0).varint(seconds).toArray();
        for (byte[] bytes : List.of(retention, window, new byte[0], new byte[1])) {
            assertThatThrownBy(() -> RetentionPolicy.read(new ByteReader("it", bytes)))
                    .isInstanceOf(CorruptDataException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT0.5S", "P36501D"})
    void impossiblePoliciesAreRefused(Duration wrong) {
        assertThatThrownBy(() -> new RetentionPolicy(wrong, Duration.ZERO)).hasMessageContaining("retention");
        assertThatThrownBy(() -> new RetentionPolicy(Duration.ZERO, wrong)).hasMessageContaining("fine window");
    }
}
