package io.farshore.bench.open;

import io.farshore.bench.replica.MemoryStore;
import io.farshore.bench.replica.SimulatedMachine;
import io.farshore.bench.replica.VirtualClock;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.retention.RetentionPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;

/** A replica that grows by a segment a second, each of a few writes of 4 KiB anywhere on a disk of 1 TiB. One thread. */
final class OneSecondSegments {
    static final int WRITES = 8;

    private static final long DISK = 1L << 40;
    private static final int BLOCK = 4096;
    private static final int RANDOM_BYTES = 64;

    private final MemoryStore store = new MemoryStore();
    private final VirtualClock clock = new VirtualClock();
    private final SplittableRandom random = new SplittableRandom(1);
    private final SimulatedMachine machine;
    private long writes;
    private int segments;

    OneSecondSegments(Duration fineWindow) throws IOException {
        machine = new SimulatedMachine(
                store, DISK, new RetentionPolicy(RetentionPolicy.DEFAULT.retention(), fineWindow), clock);
    }

    void growTo(int count) throws IOException {
        while (segments < count) {
            clock.pass(Duration.ofSeconds(1));
            for (int i = 0; i < WRITES; i++) {
                machine.write(offset(writes++), block());
            }
            machine.seal();
            segments++;
        }
    }

    MemoryStore store() {
        return store;
    }

    VirtualClock clock() {
        return clock;
    }

    /** The first byte of a block that was written by a random write up to the point. */
    static long writtenBefore(RecoveryPoint point, SplittableRandom random) {
        return offset(random.nextLong(point.position().sequence()));
    }

    /** Where the n-th write of the machine goes. */
    private static long offset(long n) {
        return new SplittableRandom(n).nextLong(DISK / BLOCK) * BLOCK;
    }

    private byte[] block() {
        byte[] bytes = new byte[BLOCK];
        for (int i = 0; i < RANDOM_BYTES; i++) {
            bytes[i] = (byte) (random.nextInt(255) + 1);
        }
        return bytes;
    }
}
