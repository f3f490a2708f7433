package io.farshore.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.log.TrackedExtents.Extent;
import io.farshore.testkit.Seeded;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Where changes were: never less, and at most to the next grain more. */
class TrackedExtentsTest {
    private static final long TIB = 1L << 40;
    private static final int GRAIN = TrackedExtents.GRAIN;

    @Seeded(count = 200)
    void coverAllChangesAndNothingElse(RandomGenerator random) {
        TrackedExtents tracked = new TrackedExtents();
        BitSet grains = new BitSet();
        for (int i = random.nextInt(30); i > 0; i--) {
            long offset = random.nextLong(200L * GRAIN);
            long length = random.nextLong(1L << random.nextInt(22));
            tracked.add(1, offset, length);
            for (long at = offset; at < offset + length; at = (at / GRAIN + 1) * GRAIN) {
                grains.set((int) (at / GRAIN));
            }
        }
        BitSet found = new BitSet();
        long end = -1;
        for (Extent extent : tracked.extents()) {
            assertThat(extent.disk()).isEqualTo(1);
            assertThat(extent.offset()).as("joined").isGreaterThan(end);
            end = extent.offset() + extent.length();
            found.set((int) (extent.offset() / GRAIN), (int) (end / GRAIN));
        }
        assertThat(found).isEqualTo(grains);
        assertThat(tracked.bytes()).isEqualTo((long) grains.cardinality() * GRAIN);
    }

    @Test
    void theLargestDiskFits() {
        TrackedExtents tracked = new TrackedExtents();
        tracked.add(0, 64 * TIB - 1, 1);
        assertThat(tracked.extents()).containsExactly(new Extent(0, 64 * TIB - GRAIN, GRAIN));
        tracked.add(0, 0, 64 * TIB);
        assertThat(tracked.extents()).containsExactly(new Extent(0, 0, 64 * TIB));
        assertThat(tracked.bytes()).isEqualTo(64 * TIB);
    }
}
