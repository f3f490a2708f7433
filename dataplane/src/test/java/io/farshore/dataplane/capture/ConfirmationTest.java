package io.farshore.dataplane.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.log.ChangeLog;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.SealedSegment;
import io.farshore.core.log.SegmentBuffers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConfirmationTest implements ChangeLog.Outlet {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration AT_ONCE = Duration.ofMillis(50);

    private final List<SealedSegment> passed = new CopyOnWriteArrayList<>();
    private final Confirmation confirmation = new Confirmation("web-1", passed::add);
    /** What the witness says, one answer a question; it waits when there is none. */
    private final BlockingQueue<Boolean> answers = new LinkedBlockingQueue<>();

    private final BlockingQueue<Long> questions = new LinkedBlockingQueue<>();
    private final ChangeLog log = new ChangeLog(
            new GenerationClaim(
                    new UUID(1, 1),
                    "web-1",
                    1,
                    new UUID(2, 2),
                    Instant.EPOCH,
                    Base.EMPTY,
                    List.of(new DiskSpec("vda", 1 << 20)),
                    ""),
            new SegmentBuffers(1 << 16, 1 << 20),
            () -> Instant.EPOCH,
            true,
            this);

    @Override
    public void opened() {}

    @Override
    public void sealed(SealedSegment segment) {
        confirmation.sealed(segment);
    }

    @Override
    public void trackingStarted() {}

    @AfterEach
    void close() {
        confirmation.close();
    }

    private void witnessed() {
        confirmation.by(() -> {
            questions.add(log.captured().segments());
            return answers.take();
        });
    }

    private void segment() {
        log.write(0, 0, ByteBuffer.allocate(512));
        log.seal();
    }

    private List<Boolean> points() {
        return passed.stream().map(segment -> segment.header().consistent()).toList();
    }

    @Test
    void passesSegmentsAsTheyAreWhenThereIsNoWitness() throws Exception {
        segment();
        assertThat(points()).containsExactly(true);
        assertThat(confirmation.await(AT_ONCE)).isTrue();
    }

    @Test
    void aSegmentIsARecoveryPointWhenTheWitnessSaysSoAfterItWasSealed() throws Exception {
        witnessed();
        segment();
        questions.take();
        assertThat(passed).isEmpty();
        answers.add(true);
        assertThat(confirmation.await(SOON)).isTrue();
        assertThat(points()).containsExactly(true);
    }

    @Test
    void oneAnswerIsForAllThatWereSealedBeforeTheQuestionAndForNoOther() throws Exception {
        witnessed();
        segment();
        questions.take();
        segment();
        segment();
        answers.add(true);
        assertThat(questions.take()).isEqualTo(3);
        assertThat(points()).containsExactly(true);
        answers.add(false);
        assertThat(confirmation.await(SOON)).isFalse();
        assertThat(points()).containsExactly(true, false, false);
        assertThat(passed).extracting(segment -> segment.header().number()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aLossThatIsToldWhileTheWitnessIsAskedCounts() throws Exception {
        witnessed();
        segment();
        questions.take();
        confirmation.doubt();
        answers.add(true);
        assertThat(confirmation.await(SOON)).isFalse();
        assertThat(points()).containsExactly(false);
        answers.add(true);
        segment();
        assertThat(confirmation.await(SOON)).isTrue();
        assertThat(points()).containsExactly(false, true);
    }

    @Test
    void whatTheWitnessDoesNotAnswerInTimePassesUnconfirmed() throws Exception {
        witnessed();
        segment();
        questions.take();
        confirmation.settle(AT_ONCE);
        assertThat(points()).containsExactly(false);
        answers.add(true);
        answers.add(true);
        segment();
        assertThat(confirmation.await(SOON)).isTrue();
        assertThat(points()).containsExactly(false, true);
    }
}
