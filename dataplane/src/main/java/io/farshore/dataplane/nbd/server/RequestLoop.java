package io.farshore.dataplane.nbd.server;

import io.farshore.core.block.BlockDevice;
import io.farshore.dataplane.nbd.protocol.Transmission;
import java.io.IOException;

/** The transmission phase of one connection: requests in, one after the other, replies out. */
final class RequestLoop {
    /** The payload of a write we refuse is read up to this size; beyond it the connection ends. */
    private static final long MAX_SKIPPED_BYTES = 256L << 20;
    /** No reply waits longer than this for those behind it. */
    private static final long HOLD_NANOS = 200_000;

    private final Agreement agreed;
    private final BlockDevice device;
    private final long size;
    private final boolean readOnly;
    private final Inbound in;
    private final Outbound out;
    private final Failures failures;
    private final Replies replies;
    private final ReadReply reads;
    private final StatusReply statuses;
    private final Request request = new Request();

    RequestLoop(Agreement agreed, Inbound in, Outbound out, Failures failures) {
        this.agreed = agreed;
        this.in = in;
        this.out = out;
        this.failures = failures;
        device = agreed.device();
        size = device.size();
        readOnly = device.isReadOnly();
        replies = new Replies(out);
        Runs runs = new Runs();
        reads = new ReadReply(agreed, out, replies, runs);
        statuses = new StatusReply(agreed, out, replies, runs);
    }

    /**
     * Serves until the client leaves.
     *
     * @return how it left
     */
    String run() throws IOException {
        while (arrived(Transmission.REQUEST_BYTES)) {
            if (!request.parse(in.bytes())) {
                out.flush();
                return "the client sent something that is no request";
            }
            if (request.command == Transmission.DISCONNECT) {
                out.flush();
                return "the client disconnected";
            }
            sendWaitingReplies();
            if (!execute()) {
                return "the client sent a write of %d bytes".formatted(request.length);
            }
        }
        return "the client hung up";
    }

    private boolean arrived(int count) throws IOException {
        if (in.holds(count)) {
            return true;
        }
        out.flush();
        return in.fill(count);
    }

    /** Before a flush, which takes its time, nothing is held back. */
    private void sendWaitingReplies() throws IOException {
        if (request.command == Transmission.FLUSH || request.has(Transmission.FLAG_FUA)) {
            out.flush();
        } else {
            out.flushIfOlderThan(HOLD_NANOS);
        }
    }

    /** @return false when the connection has to end */
    private boolean execute() throws IOException {
        int refusal = request.refusal(agreed, size, readOnly);
        if (refusal == Transmission.OK && request.carriesPayload()) {
            refusal = receivePayload();
        } else if (request.carriesPayload() && !skipPayload()) {
            return false;
        }
        if (refusal != Transmission.OK) {
            replies.failure(request, refusal, agreed.structured());
        } else {
            answer();
        }
        return true;
    }

    private int receivePayload() throws IOException {
        int length = (int) request.length;
        if (in.holds(length)) {
            return Transmission.OK;
        }
        out.flush();
        if (!in.makeRoom(length)) {
            in.skip(length);
            return Transmission.ENOMEM;
        }
        in.require(length);
        return Transmission.OK;
    }

    private boolean skipPayload() throws IOException {
        out.flush();
        if (request.length > MAX_SKIPPED_BYTES) {
            return false;
        }
        in.skip(request.length);
        return true;
    }

    private void answer() throws IOException {
        switch (request.command) {
            case Transmission.READ -> reads.answer(request, failures);
            case Transmission.BLOCK_STATUS -> statuses.answer(request, failures);
            default -> replies.simple(request, change());
        }
    }

    private int change() {
        try {
            apply();
            if (request.has(Transmission.FLAG_FUA) && request.command != Transmission.FLUSH) {
                device.flush();
            }
            return Transmission.OK;
        } catch (IOException failure) {
            return failures.error(request, failure);
        }
    }

    private void apply() throws IOException {
        switch (request.command) {
            case Transmission.WRITE -> device.write(request.offset, in.take((int) request.length));
            case Transmission.WRITE_ZEROES -> device.zero(request.offset, request.length);
            case Transmission.TRIM -> device.trim(request.offset, request.length);
            case Transmission.FLUSH -> device.flush();
            default -> throw new IllegalStateException("unchecked " + Transmission.commandName(request.command));
        }
    }
}
