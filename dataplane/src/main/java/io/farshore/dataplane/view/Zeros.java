package io.farshore.dataplane.view;

import java.nio.ByteBuffer;

/** Fills buffers with zeros. */
final class Zeros {
    private static final byte[] SOME = new byte[64 << 10];

    private Zeros() {}

    static void fill(ByteBuffer target, int at, int length) {
        for (int done = 0; done < length; ) {
            int part = Math.min(SOME.length, length - done);
            target.put(at + done, SOME, 0, part);
            done += part;
        }
    }
}
