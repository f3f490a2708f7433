package io.farshore.agent.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.testkit.Seeded;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CopyPaceTest {
    private static final double BUDGET = 256L << 20;

    /** Four looks a second at a memory that fills with the copy and empties with the shipping, whichever is how fast. */
    @Seeded(count = 200)
    void theCopyNeverUsesUpTheMemoryOfCapture(RandomGenerator random) {
        CopyPace pace = new CopyPace(0);
        double shipping = (2L << 20) + random.nextDouble() * (1L << 30);
        double used = 0;
        double copied = 0;
        for (int look = 0; look < 4000; look++) {
            copied += pace.now() / 4.0;
            used = Math.max(0, used + (pace.now() - shipping) / 4.0);
            assertThat(used).as("shipping at %.0f bytes/s", shipping).isLessThan(BUDGET);
            pace.adjust(used / BUDGET);
        }
        assertThat(copied / 1000)
                .as("bytes/s of a copy that is shipped at %.0f", shipping)
                .isGreaterThan(shipping / 2);
    }

    @Test
    void neverExceedsWhatTheOperatorAllows() {
        CopyPace pace = new CopyPace(10 << 20);
        for (int look = 0; look < 100; look++) {
            pace.adjust(0);
        }
        assertThat(pace.now()).isEqualTo(10 << 20);
    }

    @Test
    void aTightMemorySlowsItDownAndNeverStopsIt() {
        CopyPace pace = new CopyPace(0);
        for (int look = 0; look < 100; look++) {
            pace.adjust(0.9);
        }
        assertThat(pace.now()).isEqualTo(1 << 20);
    }
}
