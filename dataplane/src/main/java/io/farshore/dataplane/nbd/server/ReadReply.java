package io.farshore.dataplane.nbd.server;

import io.farshore.core.block.BlockDevice;
import io.farshore.dataplane.nbd.protocol.Transmission;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Answers READ: in one piece, or, where chunks were agreed, with holes left out and data in pieces of 256 KiB, so that the
 * client has the first while we read the next. The pieces are separate reads of the device.
 */
final class ReadReply {
    private static final int PIECE_BYTES = 256 << 10;
    /** In smaller reads holes are not looked for. */
    private static final int HOLES_FROM_BYTES = 32 << 10;

    private final Agreement agreed;
    private final Outbound out;
    private final Replies replies;
    private final Runs runs;

    ReadReply(Agreement agreed, Outbound out, Replies replies, Runs runs) {
        this.agreed = agreed;
        this.out = out;
        this.replies = replies;
        this.runs = runs;
    }

    /** Answers; a failure of the device is handed to {@code failures}, and the client gets its error. */
    void answer(Request request, Failures failures) throws IOException {
        int length = (int) request.length;
        if (!agreed.structured()) {
            simple(request, length, failures);
        } else if (length == 0) {
            replies.emptyChunk(request);
        } else if (request.has(Transmission.FLAG_DF) || length < HOLES_FROM_BYTES) {
            piece(request, request.offset, length, true, failures);
        } else {
            withHoles(request, failures);
        }
    }

    private void simple(Request request, int length, Failures failures) throws IOException {
        if (!out.reserve(Transmission.SIMPLE_REPLY_BYTES + length)) {
            replies.simple(request, Transmission.ENOMEM);
            return;
        }
        int mark = out.bytes().position();
        replies.simpleHeader(request, Transmission.OK);
        int error = read(request, request.offset, length, failures);
        if (error != Transmission.OK) {
            out.bytes().position(mark);
            replies.simple(request, error);
        }
    }

    private void withHoles(Request request, Failures failures) throws IOException {
        try {
            runs.collect(agreed.device(), request.offset, request.length, Runs.CAPACITY);
        } catch (IOException failure) {
            replies.errorChunk(request, failures.error(request, failure));
            return;
        }
        long at = request.offset;
        long end = at + request.length;
        for (int i = 0; i < runs.count(); i++) {
            long next = at + runs.length(i);
            if (runs.isZero(i)) {
                replies.holeChunk(request, at, (int) (next - at), next == end);
            } else if (!data(request, at, next, end, failures)) {
                return;
            }
            at = next;
        }
        data(request, at, end, end, failures);
    }

    private boolean data(Request request, long from, long to, long end, Failures failures) throws IOException {
        for (long at = from; at < to; at += PIECE_BYTES) {
            int length = (int) Math.min(PIECE_BYTES, to - at);
            if (!piece(request, at, length, at + length == end, failures)) {
                return false;
            }
        }
        return true;
    }

    /** @return false when it was the error that ends the reply */
    private boolean piece(Request request, long offset, int length, boolean last, Failures failures)
            throws IOException {
        if (!out.reserve(Transmission.CHUNK_BYTES + Long.BYTES + length)) {
            replies.errorChunk(request, Transmission.ENOMEM);
            return false;
        }
        int mark = out.bytes().position();
        replies.chunkHeader(request, Transmission.CHUNK_OFFSET_DATA, Long.BYTES + length, last);
        out.bytes().putLong(offset);
        int error = read(request, offset, length, failures);
        if (error != Transmission.OK) {
            out.bytes().position(mark);
            replies.errorChunk(request, error);
        }
        return error == Transmission.OK;
    }

    private int read(Request request, long offset, int length, Failures failures) {
        BlockDevice device = agreed.device();
        ByteBuffer target = out.append(length);
        try {
            device.read(offset, target);
        } catch (IOException failure) {
            return failures.error(request, failure);
        }
        if (target.hasRemaining()) {
            throw new IllegalStateException(
                    "device left %d of %d bytes at %d unread".formatted(target.remaining(), length, offset));
        }
        return Transmission.OK;
    }
}
