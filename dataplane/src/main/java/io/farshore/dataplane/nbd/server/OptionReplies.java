package io.farshore.dataplane.nbd.server;

import io.farshore.dataplane.nbd.protocol.Handshake;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Answers one option after the other. Every option ends with exactly one ACK or error. */
final class OptionReplies {
    private static final int EXPORT_BYTES = 12;
    private static final int BLOCK_SIZE_BYTES = 14;

    private final Outbound out;
    private int option;

    OptionReplies(Outbound out) {
        this.out = out;
    }

    void begin(int newOption) {
        option = newOption;
    }

    void ack() throws IOException {
        header(Handshake.REP_ACK, 0);
        out.flush();
    }

    void refuse(int error, String message) throws IOException {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, Handshake.MAX_STRING_BYTES);
        header(error, length).put(text, 0, length);
        out.flush();
    }

    void server(String name) throws IOException {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        header(Handshake.REP_SERVER, Integer.BYTES + text.length)
                .putInt(text.length)
                .put(text);
    }

    void infoExport(long size, int flags) throws IOException {
        header(Handshake.REP_INFO, EXPORT_BYTES)
                .putShort((short) Handshake.INFO_EXPORT)
                .putLong(size)
                .putShort((short) flags);
    }

    void infoName(String name) throws IOException {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        header(Handshake.REP_INFO, Short.BYTES + text.length)
                .putShort((short) Handshake.INFO_NAME)
                .put(text);
    }

    void infoBlockSize(int minimum, int preferred, int maximum) throws IOException {
        header(Handshake.REP_INFO, BLOCK_SIZE_BYTES)
                .putShort((short) Handshake.INFO_BLOCK_SIZE)
                .putInt(minimum)
                .putInt(preferred)
                .putInt(maximum);
    }

    void metaContext(int id, String name) throws IOException {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        header(Handshake.REP_META_CONTEXT, Integer.BYTES + text.length)
                .putInt(id)
                .put(text);
    }

    private ByteBuffer header(int type, int length) throws IOException {
        if (!out.reserve(Handshake.REPLY_HEADER_BYTES + length)) {
            throw new HandshakeException("no memory for a reply of %d bytes".formatted(length));
        }
        return out.bytes()
                .putLong(Handshake.REPLY_MAGIC)
                .putInt(option)
                .putInt(type)
                .putInt(length);
    }
}
