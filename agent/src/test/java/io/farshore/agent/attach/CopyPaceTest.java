package io.farshore.agent.attach;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CopyPaceTest {
    private static final long MIB = 1 << 20;
    private static final long BUDGET = 256 * MIB;

    @Test
    void neverTakesMoreThanHalfOfTheMemoryEvenWhenNothingIsShipped() {
        assertThat(usedAfter(60, new CopyPace(0, 3), 3, 0)).isLessThanOrEqualTo(BUDGET / 2 + 60 * MIB / 4);
    }

    @Test
    void settlesAtTheSpeedOfShipping() {
        CopyPace pace = new CopyPace(0, 2);
        long used = usedAfter(60, pace, 2, 20 * MIB);
        assertThat(2 * pace.bytesPerSecond(BUDGET / 2 - used)).isBetween(18 * MIB, 22 * MIB);
    }

    @Test
    void staysBelowTheLimitThatAPersonHasSet() {
        assertThat(new CopyPace(5 * MIB, 1).bytesPerSecond(BUDGET)).isEqualTo(5 * MIB);
    }

    @Test
    void smallChangesAreNotWorthTelling() {
        CopyPace pace = new CopyPace(0, 1);
        pace.bytesPerSecond(100 * MIB);
        assertThat(pace.hasChanged(101 * MIB)).isFalse();
        assertThat(pace.hasChanged(50 * MIB)).isTrue();
        assertThat(pace.hasChanged(50 * MIB)).isFalse();
    }

    /** Bytes of memory in use after some seconds of copying, looked at four times a second. */
    private static long usedAfter(int seconds, CopyPace pace, int disks, long shippedPerSecond) {
        long used = 0;
        for (int look = 0; look < 4 * seconds; look++) {
            long copied = disks * pace.bytesPerSecond(Math.max(0, BUDGET / 2 - used)) / 4;
            used = Math.max(0, used + copied - shippedPerSecond / 4);
        }
        return used;
    }
}
