package io.farshore.dataplane.nbd.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The reply to a READ, put where it belongs. */
final class ReadTarget implements ReplyContent {
    private final long offset;
    private final ByteBuffer target;
    private long missing;

    ReadTarget(long offset, ByteBuffer target) {
        this.offset = offset;
        this.target = target;
        missing = target.remaining();
    }

    @Override
    public void data(ClientStream stream, long at, int length) throws IOException {
        stream.read(part(at, length));
    }

    @Override
    public void hole(long at, long length) throws IOException {
        ByteBuffer part = part(at, length);
        while (part.remaining() >= Long.BYTES) {
            part.putLong(0);
        }
        while (part.hasRemaining()) {
            part.put((byte) 0);
        }
    }

    private ByteBuffer part(long at, long length) throws IOException {
        long from = at - offset;
        if (from < 0 || length < 0 || from > target.remaining() - length) {
            throw NbdException.brokenProtocol("the server answered a read of %d bytes at %d with %d bytes at %d"
                    .formatted(target.remaining(), offset, length, at));
        }
        missing -= length;
        return target.slice(target.position() + (int) from, (int) length);
    }

    @Override
    public void end() throws IOException {
        if (missing != 0) {
            throw NbdException.brokenProtocol("the server's answer to a read of %d bytes at %d lacks %d bytes"
                    .formatted(target.remaining(), offset, missing));
        }
    }
}
