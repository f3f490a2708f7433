package io.farshore.dataplane.nbd.server;

import io.farshore.dataplane.nbd.protocol.Transmission;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Answers BLOCK_STATUS for base:allocation; possibly for less than was asked, never for more. */
final class StatusReply {
    private final Agreement agreed;
    private final Outbound out;
    private final Replies replies;
    private final Runs runs;

    StatusReply(Agreement agreed, Outbound out, Replies replies, Runs runs) {
        this.agreed = agreed;
        this.out = out;
        this.replies = replies;
        this.runs = runs;
    }

    void answer(Request request, Failures failures) throws IOException {
        int most = request.has(Transmission.FLAG_REQ_ONE) ? 1 : Runs.CAPACITY;
        try {
            runs.collect(agreed.device(), request.offset, request.length, most);
        } catch (IOException failure) {
            replies.errorChunk(request, failures.error(request, failure));
            return;
        }
        int length = Integer.BYTES + runs.count() * 2 * Integer.BYTES;
        if (!out.reserve(Transmission.CHUNK_BYTES + length)) {
            replies.errorChunk(request, Transmission.ENOMEM);
            return;
        }
        replies.chunkHeader(request, Transmission.CHUNK_BLOCK_STATUS, length, true);
        putRuns(out.bytes().putInt(Agreement.ALLOCATION_ID));
    }

    private void putRuns(ByteBuffer bytes) {
        for (int i = 0; i < runs.count(); i++) {
            bytes.putInt((int) runs.length(i));
            bytes.putInt(runs.isZero(i) ? Transmission.STATE_HOLE | Transmission.STATE_ZERO : 0);
        }
    }
}
