package io.farshore.bench.ingest;

import io.farshore.bench.replica.Payload;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * What a guest writes, prepared before the clock runs.
 *
 * @param blocks one write after the other
 * @param offsets of each
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Writes(String name, ByteBuffer blocks, int blockBytes, long[] offsets) {
    static final long DISK = 64L << 30;

    static Writes of(String name, int blockBytes, int totalBytes, boolean isRandom, boolean compresses) {
        Payload payload = new Payload(1, compresses);
        SplittableRandom random = new SplittableRandom(2);
        int count = totalBytes / blockBytes;
        ByteBuffer blocks = ByteBuffer.allocateDirect(count * blockBytes);
        long[] offsets = new long[count];
        for (int i = 0; i < count; i++) {
            blocks.put(payload.bytes(blockBytes));
            offsets[i] = (isRandom ? random.nextLong(DISK / blockBytes) : i) * blockBytes;
        }
        return new Writes(name, blocks.flip(), blockBytes, offsets);
    }

    int count() {
        return offsets.length;
    }

    long bytes() {
        return (long) offsets.length * blockBytes;
    }

    ByteBuffer block(int number) {
        return blocks.slice(number * blockBytes, blockBytes);
    }
}
