package io.farshore.dataplane.nbd.server;

import io.farshore.dataplane.nbd.protocol.Transmission;
import java.io.IOException;

/** Puts headers of replies into the outbound bytes. */
final class Replies {
    private static final int ERROR_BYTES = Integer.BYTES + Short.BYTES;

    private final Outbound out;

    Replies(Outbound out) {
        this.out = out;
    }

    /** A reply without data. */
    void simple(Request request, int error) throws IOException {
        reserve(Transmission.SIMPLE_REPLY_BYTES);
        simpleHeader(request, error);
    }

    /** The header alone, of a reply that room was made for. */
    void simpleHeader(Request request, int error) {
        out.bytes().putInt(Transmission.SIMPLE_REPLY_MAGIC).putInt(error).putLong(request.cookie);
    }

    /** The header of a chunk that room was made for. */
    void chunkHeader(Request request, int type, int length, boolean last) {
        out.bytes()
                .putInt(Transmission.CHUNK_MAGIC)
                .putShort((short) (last ? Transmission.CHUNK_DONE : 0))
                .putShort((short) type)
                .putLong(request.cookie)
                .putInt(length);
    }

    /** The last chunk of a reply that failed. Carries no message: what went wrong here is not the client's to know. */
    void errorChunk(Request request, int error) throws IOException {
        reserve(Transmission.CHUNK_BYTES + ERROR_BYTES);
        chunkHeader(request, Transmission.CHUNK_ERROR, ERROR_BYTES, true);
        out.bytes().putInt(error).putShort((short) 0);
    }

    /** A reply of one chunk that says nothing. */
    void emptyChunk(Request request) throws IOException {
        reserve(Transmission.CHUNK_BYTES);
        chunkHeader(request, Transmission.CHUNK_NONE, 0, true);
    }

    void holeChunk(Request request, long offset, int length, boolean last) throws IOException {
        reserve(Transmission.CHUNK_BYTES + Long.BYTES + Integer.BYTES);
        chunkHeader(request, Transmission.CHUNK_OFFSET_HOLE, Long.BYTES + Integer.BYTES, last);
        out.bytes().putLong(offset).putInt(length);
    }

    /** The reply to a request that failed, in the form that was agreed. */
    void failure(Request request, int error, boolean structured) throws IOException {
        boolean chunked = request.command == Transmission.READ || request.command == Transmission.BLOCK_STATUS;
        if (structured && chunked) {
            errorChunk(request, error);
        } else {
            simple(request, error);
        }
    }

    private void reserve(int count) throws IOException {
        if (!out.reserve(count)) {
            throw new IllegalStateException("no room for a header of %d bytes".formatted(count));
        }
    }
}
