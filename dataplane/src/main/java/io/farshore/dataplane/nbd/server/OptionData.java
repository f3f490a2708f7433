package io.farshore.dataplane.nbd.server;

import io.farshore.dataplane.nbd.protocol.Handshake;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Takes an option's data apart, and refuses it when it is shorter or longer than what it announces. */
final class OptionData {
    private final ByteBuffer data;

    OptionData(ByteBuffer data) {
        this.data = data;
    }

    int number16() throws MalformedOptionException {
        need(Short.BYTES);
        return Short.toUnsignedInt(data.getShort());
    }

    /** An unsigned number that announces how many of something follow, each of at least {@code bytesEach}. */
    int count(int bytesEach) throws MalformedOptionException {
        need(Integer.BYTES);
        long count = Integer.toUnsignedLong(data.getInt());
        if (count > data.remaining() / bytesEach) {
            throw new MalformedOptionException("%d items do not fit in %d bytes".formatted(count, data.remaining()));
        }
        return (int) count;
    }

    /** A string after its length. */
    String string() throws MalformedOptionException {
        return text(count(1));
    }

    /** A string that fills what is left. */
    String rest() throws MalformedOptionException {
        return text(data.remaining());
    }

    void end() throws MalformedOptionException {
        if (data.hasRemaining()) {
            throw new MalformedOptionException("%d bytes too many".formatted(data.remaining()));
        }
    }

    private String text(int length) throws MalformedOptionException {
        if (length > Handshake.MAX_STRING_BYTES) {
            throw new MalformedOptionException(
                    "a string of %d bytes; at most %d".formatted(length, Handshake.MAX_STRING_BYTES));
        }
        byte[] text = new byte[length];
        data.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private void need(int count) throws MalformedOptionException {
        if (data.remaining() < count) {
            throw new MalformedOptionException("data ends %d bytes early".formatted(count - data.remaining()));
        }
    }
}
