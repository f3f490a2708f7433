package io.farshore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.testkit.engine.EventConditions.displayName;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.cause;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

final class SeededTest {
    /** What the samples saw; the launcher runs them in this JVM. */
    private static final List<Long> SEEN = new ArrayList<>();

    @BeforeEach
    @AfterEach
    void forget() {
        SEEN.clear();
    }

    @Test
    void runsOncePerSeedAndEveryRunTriesTheSameSeeds() {
        run("remembersItsSeed", Map.of()).assertStatistics(stats -> stats.succeeded(5));
        List<Long> first = List.copyOf(SEEN);
        assertThat(new HashSet<>(first)).hasSize(5);
        SEEN.clear();
        run("remembersItsSeed", Map.of());
        assertThat(SEEN).isEqualTo(first);
    }

    @Test
    void differentTestsTryDifferentSeeds() {
        run("remembersItsSeed", Map.of());
        run("remembersItsSeedToo", Map.of());
        assertThat(new HashSet<>(SEEN)).hasSize(10);
    }

    @Test
    void replaysOneSeedAlone() {
        run("remembersItsSeed", Map.of("seed", "4711"));
        assertThat(SEEN).containsExactly(4711L);
    }

    @Test
    void aSoakRunReplacesOrMultipliesTheCountAndKeepsTheFirstSeeds() {
        run("remembersItsSeed", Map.of());
        List<Long> usual = List.copyOf(SEEN);
        SEEN.clear();
        run("remembersItsSeed", Map.of("seeds", "7"));
        assertThat(SEEN).hasSize(7).startsWith(usual.toArray(Long[]::new));
        SEEN.clear();
        run("remembersItsSeed", Map.of("seeds", "3x"));
        assertThat(SEEN).hasSize(15);
    }

    @Test
    void anotherBaseTriesOtherSeeds() {
        run("remembersItsSeed", Map.of());
        run("remembersItsSeed", Map.of("seed.base", "1"));
        assertThat(new HashSet<>(SEEN)).hasSize(10);
    }

    @Test
    void aFailureNamesItsSeedInTheTestNameAndInTheMessage() {
        run("fails", Map.of("seed", "99"))
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                displayName("seed 99"),
                                finishedWithFailure(
                                        message("replay with -Dseed=99: java.lang.IllegalStateException: broken"),
                                        cause(instanceOf(IllegalStateException.class)))));
    }

    @Test
    void aFailureInSetUpNamesItsSeedToo() {
        events(FailsInSetUp.class, "neverRuns", Map.of("seed", "7"))
                .assertThatEvents()
                .haveExactly(1, event(finishedWithFailure(message(text -> text.contains("replay with -Dseed=7:")))));
    }

    @Test
    void aSkippedRunStaysSkipped() {
        run("isSkipped", Map.of("seed", "1"))
                .assertStatistics(stats -> stats.aborted(1).failed(0));
    }

    @Test
    void theGeneratorIsMadeOfTheSeedAlone() {
        run("drawsANumber", Map.of("seed", "12"));
        run("drawsANumber", Map.of("seed", "12"));
        run("drawsANumber", Map.of("seed", "13"));
        assertThat(SEEN.get(0)).isEqualTo(SEEN.get(1)).isNotEqualTo(SEEN.get(2));
    }

    @Test
    void seedsAreMadeWhenTheirTurnComes() {
        assertThat(new Seeds("", "1000000000000", "").of("a test", 1).limit(3)).hasSize(3);
        run("remembersItsSeed", Map.of("seeds", "1000")).assertStatistics(stats -> stats.succeeded(1000));
    }

    @Test
    void nonsenseInAPropertyIsNamed() {
        events(Sample.class, "remembersItsSeed", Map.of("seeds", "many"), true)
                .assertThatEvents()
                .haveExactly(1, event(finishedWithFailure(message("-Dseeds=many is not a number"))));
    }

    private static Events run(String method, Map<String, String> properties) {
        return events(Sample.class, method, properties);
    }

    private static Events events(Class<?> type, String method, Map<String, String> properties) {
        return events(type, method, properties, false);
    }

    private static Events events(
            Class<?> type, String method, Map<String, String> properties, boolean containersInstead) {
        String parameters =
                type == Sample.class && method.equals("drawsANumber") ? "java.util.random.RandomGenerator" : "long";
        var results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(type, method, parameters))
                .configurationParameters(Map.of("seed", "", "seeds", "", "seed.base", ""))
                .configurationParameters(properties)
                .execute();
        return containersInstead ? results.containerEvents() : results.testEvents();
    }

    /** Not found by surefire: its name does not end in Test. */
    static final class Sample {
        @Seeded(count = 5)
        void remembersItsSeed(long seed) {
            SEEN.add(seed);
        }

        @Seeded(count = 5)
        void remembersItsSeedToo(long seed) {
            SEEN.add(seed);
        }

        @Seeded(count = 1)
        void fails(long seed) {
            throw new IllegalStateException("broken");
        }

        @Seeded(count = 1)
        void isSkipped(long seed) {
            Assumptions.abort("not here");
        }

        @Seeded(count = 1)
        void drawsANumber(RandomGenerator random) {
            SEEN.add(random.nextLong());
        }
    }

    static final class FailsInSetUp {
        @BeforeEach
        void setUp(RandomGenerator random) {
            assertThat(random).isNull();
        }

        @Seeded(count = 1)
        void neverRuns(long seed) {}
    }
}
