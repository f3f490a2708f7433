package io.farshore.core.log;

import java.io.IOException;
import java.util.Arrays;

/** Applies segments to disks, in the plainest way that the format allows. */
final class Replay {
    private static final int BLOCK = 4096;

    private final FrameCodec codec = new FrameCodec();
    private final Disks disks;

    Replay(Disks disks) {
        this.disks = disks;
    }

    Disks disks() {
        return disks;
    }

    Segment apply(byte[] bytes) throws IOException {
        Segment segment = Segment.verify("a segment", bytes, codec);
        byte[] payload = payload(segment, bytes);
        for (Entry entry : segment.index().entries()) {
            if (entry.isZeros()) {
                disks.zero(entry.disk(), entry.offset(), entry.length());
            } else {
                int from = (int) entry.payload();
                byte[] data = Arrays.copyOfRange(payload, from, from + (int) entry.length());
                requireNoZeroBlock(entry, data);
                disks.write(entry.disk(), entry.offset(), data);
            }
        }
        return segment;
    }

    private byte[] payload(Segment segment, byte[] bytes) throws IOException {
        byte[] payload = new byte[(int) segment.index().plainLength()];
        byte[] plain = new byte[Frame.LARGEST];
        for (Frame frame : segment.index().frames()) {
            codec.restore("a segment", frame, bytes, (int) frame.storedOffset(), plain);
            System.arraycopy(plain, 0, payload, (int) frame.plainOffset(), frame.plainLength());
        }
        return payload;
    }

    /** An all-zero block of payload has to be an entry of zeros. */
    private static void requireNoZeroBlock(Entry entry, byte[] data) {
        byte[] zeros = new byte[BLOCK];
        int first = (int) (-entry.offset() & (BLOCK - 1));
        for (int at = first; at + BLOCK <= data.length; at += BLOCK) {
            if (Arrays.equals(data, at, at + BLOCK, zeros, 0, BLOCK)) {
                throw new AssertionError("zeros are stored as data at %d of %s".formatted(at, entry));
            }
        }
    }
}
