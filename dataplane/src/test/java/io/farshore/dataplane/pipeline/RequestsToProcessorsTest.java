package io.farshore.dataplane.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.farshore.core.catalog.CatalogEntry.Hold;
import io.farshore.core.catalog.CatalogEntry.RetentionChanged;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.catalog.Requests;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.crypto.Encryption;
import io.farshore.core.failure.FencedException;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Position;
import io.farshore.core.retention.RetentionPolicy;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.core.store.VirtualWaiting;
import io.farshore.core.store.Waiting;
import io.farshore.dataplane.compact.CompactListener;
import io.farshore.dataplane.compact.CompactionSettings;
import io.farshore.dataplane.process.CompactionPlan;
import io.farshore.dataplane.process.MachineProcessor;
import io.farshore.dataplane.process.PolicyChange;
import io.farshore.dataplane.process.ProcessListener;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of whoever holds a machine is done by a processor that runs, and by nobody else. */
class RequestsToProcessorsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final RetentionChanged LATEST_ONLY =
            new RetentionChanged(new RetentionPolicy(Duration.ZERO, Duration.ZERO));

    private final InMemoryObjectStore cache = new InMemoryObjectStore();
    private final InMemoryObjectStore replica = new InMemoryObjectStore();
    private final Random random = new Random(1);
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final ExecutorService compactors = Executors.newSingleThreadExecutor();
    private final List<String> troubles = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @BeforeEach
    void replicateSomePoints() throws IOException, InterruptedException {
        ProtectedMachine machine = new ProtectedMachine(cache, Encryption.NONE, random, null, 64 << 10);
        machine.start();
        for (int i = 0; i < 5; i++) {
            machine.change();
            machine.mark("point " + i);
        }
        machine.stop();
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
        compactors.shutdownNow();
    }

    @Test
    void aProcessorThatHoldsTheMachineHoldsAPointAndThenDropsTheOthers() throws IOException, InterruptedException {
        MachineProcessor processor = drained();
        RecoveryPoint first = points().getFirst();

        assertThat(change(processor).ask(new Hold(first.position(), true), TIMEOUT))
                .isTrue();
        assertThat(change(processor).ask(LATEST_ONLY, TIMEOUT)).isTrue();
        while (processor.compact(true)) {
            // Until there is nothing to do.
        }

        assertThat(points()).hasSize(2).extracting(RecoveryPoint::position).contains(first.position());
        assertThat(troubles).isEmpty();
    }

    @Test
    void aPointThatIsBeingDroppedWhenItIsHeldStays() throws IOException, InterruptedException {
        MachineProcessor processor = drained();
        RecoveryPoint first = points().getFirst();
        change(processor).ask(LATEST_ONLY, TIMEOUT);
        CompletableFuture<Boolean> busy = new CompletableFuture<>();
        compactors.execute(busy::join);
        assertThat(processor.compact(false)).as("works out what to drop").isFalse();

        change(processor).ask(new Hold(first.position(), true), TIMEOUT);
        busy.complete(true);
        while (processor.compact(true)) {
            // The drop that was worked out before must not be committed.
        }

        assertThat(points()).extracting(RecoveryPoint::position).contains(first.position());
    }

    @Test
    void aProcessorThatHasNothingElseToDoTakesTheMachineForARequest() throws IOException, InterruptedException {
        drained();
        MachineProcessor idle = processor();
        assertThat(idle.step()).as("has work").isFalse();

        assertThat(change(idle).ask(LATEST_ONLY, TIMEOUT)).isTrue();
    }

    @Test
    void whenNobodyAnswersNothingIsLeftAndTakingTheMachineFencesItsProcessor()
            throws IOException, InterruptedException {
        MachineProcessor processor = drained();
        PolicyChange change = change(new VirtualWaiting());

        assertThat(change.ask(LATEST_ONLY, TIMEOUT)).isFalse();
        assertThat(new Requests(replica, reader().keys()).isAny()).isFalse();
        assertThat(reader().read().retention()).isEqualTo(RetentionPolicy.DEFAULT);

        change.take(LATEST_ONLY);
        assertThat(reader().read().retention()).isEqualTo(LATEST_ONLY.retention());
        Assertions.assertThatThrownBy(processor::step).isInstanceOf(FencedException.class);
    }

    @Test
    void whatIsSoAlreadyNeedsNoProcessor() throws IOException, InterruptedException {
        drained();

        assertThat(change(new VirtualWaiting()).ask(new RetentionChanged(RetentionPolicy.DEFAULT), TIMEOUT))
                .isTrue();
    }

    @Test
    void aRefusalIsToldToBoth() throws IOException, InterruptedException {
        MachineProcessor processor = drained();
        Hold noPoint = new Hold(new Position(1, 1L << 40), true);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> change(processor).ask(noPoint, TIMEOUT))
                .withMessageContaining("the processor of m refused it");
        assertThat(troubles).singleElement().asString().contains("no recovery point");
    }

    private MachineProcessor drained() throws IOException, InterruptedException {
        MachineProcessor processor = processor();
        while (processor.step()) {
            // Until everything is replicated.
        }
        assertThat(points()).hasSizeGreaterThan(4);
        return processor;
    }

    private MachineProcessor processor() {
        CompactionPlan plan = new CompactionPlan(CompactionSettings.defaults(), compactors, new CompactListener() {});
        InstantSource clock = () -> now;
        return new MachineProcessor(
                ProtectedMachine.NAME,
                cache,
                replica,
                Encryption.NONE,
                threads,
                clock,
                this::nextId,
                new Troubles(),
                plan);
    }

    /** One whose waits are steps of the processor. */
    private PolicyChange change(MachineProcessor processor) throws IOException {
        return change(new Waiting() {
            private long nanos;

            @Override
            public long nanos() {
                return nanos;
            }

            @Override
            public void pause(Duration duration) throws InterruptedException {
                nanos += duration.toNanos();
                now = now.plus(duration);
                try {
                    processor.step();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    private PolicyChange change(Waiting waiting) throws IOException {
        return new PolicyChange(replica, reader(), () -> now, waiting, this::nextId);
    }

    private CatalogReader reader() throws IOException {
        return CatalogReader.open(replica, ProtectedMachine.NAME);
    }

    private List<RecoveryPoint> points() throws IOException {
        return reader().read().points();
    }

    private UUID nextId() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private final class Troubles implements ProcessListener {
        @Override
        public void claimed(String machine, int epoch) {}

        @Override
        public void generation(String machine, GenerationClaim claim) {}

        @Override
        public void replicated(String machine, SegmentRef segment) {}

        @Override
        public void discarded(String machine, int generation, long firstSegment, int count) {}

        @Override
        public void trouble(String machine, String message) {
            troubles.add(message);
        }
    }
}
