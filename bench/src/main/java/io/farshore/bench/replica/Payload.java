package io.farshore.bench.replica;

import java.util.SplittableRandom;

/** What simulated machines write. One thread. */
public final class Payload {
    private static final int RUN = 256;

    private final SplittableRandom random;
    private final boolean compresses;

    /** @param compresses to about half, as data of databases does; or not at all */
    public Payload(long seed, boolean compresses) {
        random = new SplittableRandom(seed);
        this.compresses = compresses;
    }

    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        if (!compresses) {
            random.nextBytes(bytes);
            return bytes;
        }
        byte[] run = new byte[RUN];
        for (int at = 0; at < length; at += 2 * RUN) {
            random.nextBytes(run);
            System.arraycopy(run, 0, bytes, at, Math.min(RUN, length - at));
        }
        return bytes;
    }
}
