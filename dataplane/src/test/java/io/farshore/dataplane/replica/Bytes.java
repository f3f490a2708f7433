package io.farshore.dataplane.replica;

import io.farshore.core.block.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Bytes for tests. */
public final class Bytes {
    private Bytes() {}

    /** Noise that does not compress, the same for the same seed. */
    public static byte[] noise(long seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    /** Part of a device. */
    public static byte[] read(BlockDevice device, long offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        device.read(offset, target);
        return target.array();
    }
}
