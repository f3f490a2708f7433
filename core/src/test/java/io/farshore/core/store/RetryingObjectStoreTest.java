package io.farshore.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.failure.UnavailableException;
import io.farshore.core.store.FaultyObjectStore.Fault;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract over a store of which every third call fails, and what the contract does not say. */
final class RetryingObjectStoreTest extends ObjectStoreContract {
    private final InMemoryObjectStore memory = new InMemoryObjectStore();
    private final FaultyObjectStore faulty = new FaultyObjectStore(memory, new SplittableRandom(1));
    private final VirtualWaiting waiting = new VirtualWaiting();
    private final ObjectStore retrying = retrying(faulty, Duration.ofSeconds(30));

    @Override
    protected ObjectStore newStore() {
        return unreliable(memory, new SplittableRandom(2));
    }

    @Override
    protected ObjectStore secondClient(ObjectStore first) {
        return unreliable(memory, new SplittableRandom(3));
    }

    private static ObjectStore unreliable(ObjectStore inner, RandomGenerator random) {
        FaultyObjectStore faulty = new FaultyObjectStore(inner, random);
        faulty.failRandomly(0.33);
        return new RetryingObjectStore(
                faulty, BackOff.within(Duration.ofDays(1)), new SplittableRandom(4), new VirtualWaiting());
    }

    private ObjectStore retrying(ObjectStore inner, Duration deadline) {
        return new RetryingObjectStore(inner, BackOff.within(deadline), new SplittableRandom(5), waiting);
    }

    @Nested
    final class Model extends ObjectStoreModelContract {
        @Override
        protected ObjectStore newStore(RandomGenerator random) {
            return unreliable(new InMemoryObjectStore(), random);
        }
    }

    @Test
    void aCreationWhoseAnswerWasLostIsOurs() throws IOException {
        faulty.failNext(Fault.AFTER);
        assertThat(retrying.putIfAbsent("k", new byte[] {1})).isTrue();
    }

    @Test
    void aCreationThatFailedBeforeAnotherWonIsNotOurs() throws IOException {
        faulty.failNext(Fault.BEFORE);
        faulty.before((task, key) -> {
            if (waiting.pauses().size() == 1) {
                memory.putIfAbsent("k", new byte[] {2});
            }
        });
        assertThat(retrying.putIfAbsent("k", new byte[] {1})).isFalse();
        assertThat(memory.get("k")).isEqualTo(new byte[] {2});
    }

    @Test
    void aCreationThatLosesAllItsAnswersAndItsReadBackIsStillOurs() throws IOException {
        faulty.failNext(Fault.AFTER, Fault.AFTER, Fault.BEFORE, Fault.AFTER);
        assertThat(retrying.putIfAbsent("k", new byte[] {1})).isTrue();
    }

    @Test
    void anAnswerThatWasNotLostIsNotQuestioned() throws IOException {
        memory.put("k", new byte[] {1});
        assertThat(retrying.putIfAbsent("k", new byte[] {1})).isFalse();
    }

    @Test
    void waitsTwiceAsLongEachTimeUpToFiveSecondsWithJitter() throws IOException {
        faulty.failNext(
                Fault.BEFORE, Fault.BEFORE, Fault.BEFORE, Fault.BEFORE, Fault.BEFORE, Fault.BEFORE, Fault.BEFORE);
        retrying.put("k", new byte[1]);
        List<Duration> pauses = waiting.pauses();
        assertThat(pauses).hasSize(7);
        for (int i = 0; i < pauses.size(); i++) {
            long full = Math.min(5_000, 100L << i);
            assertThat(pauses.get(i)).isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full));
        }
        assertThat(pauses.stream().mapToLong(Duration::toMillis).sum()).isLessThan(11_300);
    }

    @Test
    void givesUpAtTheDeadlineAndSaysHowOftenItTriedAndWhyItFailed() {
        faulty.failRandomly(1);
        assertThatThrownBy(() -> retrying.get("c/web-1/x"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageMatching(
                        "cannot read c/web-1/x in faulty memory:: tried \\d+ times in \\d+ ms, at last: injected.*");
        assertThat(waiting.nanos()).isBetween(20_000_000_000L, 30_000_000_000L);
    }

    @Test
    void anInterruptionStopsItAtOnce() {
        faulty.failRandomly(1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> retrying.get("k"))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessageContaining("stopped trying to read k");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(faulty.calls()).isEqualTo(1);
    }

    @Test
    void anInterruptionEndsTheWait() throws Exception {
        faulty.failRandomly(1);
        ObjectStore patient = new RetryingObjectStore(
                faulty,
                new BackOff(Duration.ofHours(1), Duration.ofHours(1), Duration.ofDays(1)),
                new SplittableRandom(6),
                Waiting.REAL);
        var stopped = new CompletableFuture<Throwable>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                patient.get("k");
            } catch (IOException e) {
                stopped.complete(e);
            }
        });
        thread.interrupt();
        assertThat(stopped.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void otherFailuresPassAtOnce() {
        faulty.before((task, key) -> {
            throw new IOException("not one that passes");
        });
        assertThatThrownBy(() -> retrying.get("k")).hasMessage("not one that passes");
        assertThat(waiting.pauses()).isEmpty();
    }
}
