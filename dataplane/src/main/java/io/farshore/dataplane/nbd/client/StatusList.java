package io.farshore.dataplane.nbd.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The reply to a BLOCK_STATUS, for one of the contexts. */
final class StatusList implements ReplyContent {
    private static final int PAIR_BYTES = 2 * Integer.BYTES;

    private final int wantedContext;
    private long[] lengths = new long[16];
    private int[] flags = new int[16];
    private int count;

    StatusList(int wantedContext) {
        this.wantedContext = wantedContext;
    }

    @Override
    public void status(ClientStream stream, int context, int pairs) throws IOException {
        if (context != wantedContext) {
            stream.skip((long) pairs * PAIR_BYTES);
            return;
        }
        lengths = Arrays.copyOf(lengths, count + pairs);
        flags = Arrays.copyOf(flags, count + pairs);
        for (int i = 0; i < pairs; i++) {
            ByteBuffer pair = stream.need(PAIR_BYTES);
            lengths[count] = Integer.toUnsignedLong(pair.getInt());
            flags[count++] = pair.getInt();
        }
    }

    @Override
    public void end() throws IOException {
        long covered = 0;
        for (int i = 0; i < count; i++) {
            covered += lengths[i];
        }
        if (covered == 0) {
            throw NbdException.brokenProtocol("the server's block status tells nothing");
        }
    }

    int count() {
        return count;
    }

    long length(int index) {
        return lengths[index];
    }

    int flags(int index) {
        return flags[index];
    }
}
