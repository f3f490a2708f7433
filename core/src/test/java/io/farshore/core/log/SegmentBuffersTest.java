package io.farshore.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.testkit.Seeded;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Memory is counted exactly, bounded, and never in two hands. */
class SegmentBuffersTest {
    @Seeded(count = 200)
    void memoryIsBoundedAndComesBack(RandomGenerator random) {
        int segment = 4096 + random.nextInt(4096);
        SegmentBuffers buffers = new SegmentBuffers(segment, segment * random.nextLong(2, 12));
        List<OpenSegment> taken = new ArrayList<>();
        long used = 0;
        for (int i = 0; i < 200; i++) {
            if (!taken.isEmpty() && random.nextBoolean()) {
                OpenSegment back = taken.remove(random.nextInt(taken.size()));
                used -= back.capacity();
                buffers.giveBack(back);
            } else {
                int length = random.nextInt(3) > 0 ? random.nextInt(segment) : random.nextInt(3 * segment);
                long needed = Math.max(segment, length);
                OpenSegment next = buffers.take(length);
                assertThat(next != null).isEqualTo(used + needed <= buffers.budget());
                if (next != null) {
                    assertThat(next.hasRoom(length)).isTrue();
                    assertThat(next.isEmpty()).isTrue();
                    assertThat(taken).noneMatch(other -> other == next);
                    used += needed;
                    taken.add(next);
                }
            }
            assertThat(buffers.used()).isEqualTo(used);
            assertThat(used + buffers.idle()).isLessThanOrEqualTo(buffers.budget());
        }
    }

    @Test
    void aBufferIsUsedAgain() {
        SegmentBuffers buffers = new SegmentBuffers(4096, 8192);
        OpenSegment first = Objects.requireNonNull(buffers.take(1));
        buffers.giveBack(first);
        assertThat(buffers.take(4096)).isSameAs(first);
    }

    @Test
    void aBudgetBelowTwoSegmentsIsRefused() {
        assertThatThrownBy(() -> new SegmentBuffers(4096, 8191)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SegmentBuffers(100, 8192)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aChangeThatNoArrayHoldsFindsNoRoom() {
        SegmentBuffers buffers = new SegmentBuffers(4096, Long.MAX_VALUE);
        assertThat(buffers.take(Integer.MAX_VALUE)).isNull();
        assertThat(buffers.used()).isZero();
    }
}
