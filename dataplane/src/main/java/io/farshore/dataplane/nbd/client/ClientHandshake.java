package io.farshore.dataplane.nbd.client;

import io.farshore.dataplane.nbd.protocol.Handshake;
import io.farshore.dataplane.nbd.protocol.Transmission;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Agrees with a server on an export. */
final class ClientHandshake {
    private static final int MAX_REPLY_BYTES = 32 << 10;

    private final ClientStream stream;
    private final byte[] export;
    private final List<String> wantedContexts = new ArrayList<>(List.of(Handshake.BASE_ALLOCATION));
    private final Map<String, Integer> contexts = new HashMap<>();
    private long size = -1;
    private int flags;
    private int maxPayload = Transmission.MAX_PAYLOAD_BYTES;

    ClientHandshake(ClientStream stream, String export, List<String> contexts) {
        this.stream = stream;
        this.export = export.getBytes(StandardCharsets.UTF_8);
        wantedContexts.addAll(contexts);
    }

    ServerOffer agree() throws IOException {
        greet();
        option(Handshake.OPT_STRUCTURED_REPLY, 0);
        boolean structured = reply(Handshake.OPT_STRUCTURED_REPLY).type == Handshake.REP_ACK;
        if (structured) {
            setContexts();
        }
        go();
        return new ServerOffer(size, flags, maxPayload, structured, contexts);
    }

    private void greet() throws IOException {
        ByteBuffer greeting = stream.need(2 * Long.BYTES + Short.BYTES);
        long magic = greeting.getLong();
        long style = greeting.getLong();
        int serverFlags = greeting.getShort();
        if (magic != Handshake.SERVER_MAGIC || style != Handshake.OPTION_MAGIC) {
            throw NbdException.brokenProtocol(
                    "expected the greeting of an NBD server, found 0x%016x%016x".formatted(magic, style));
        }
        if ((serverFlags & Handshake.FLAG_FIXED_NEWSTYLE) == 0) {
            throw NbdException.brokenProtocol("the server does not speak the fixed newstyle protocol");
        }
        stream.out().putInt(serverFlags & (Handshake.FLAG_FIXED_NEWSTYLE | Handshake.FLAG_NO_ZEROES));
        stream.send();
    }

    private void setContexts() throws IOException {
        List<byte[]> names = wantedContexts.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toList();
        int length =
                names.stream().mapToInt(name -> Integer.BYTES + name.length).sum();
        ByteBuffer out = option(Handshake.OPT_SET_META_CONTEXT, 2 * Integer.BYTES + export.length + length);
        out.putInt(export.length).put(export).putInt(names.size());
        names.forEach(name -> out.putInt(name.length).put(name));
        Reply reply = reply(Handshake.OPT_SET_META_CONTEXT);
        while (reply.type == Handshake.REP_META_CONTEXT) {
            int id = reply.data.getInt();
            contexts.put(reply.text(), id);
            reply = reply(Handshake.OPT_SET_META_CONTEXT);
        }
        if (reply.type != Handshake.REP_ACK) {
            contexts.clear();
        }
    }

    private void go() throws IOException {
        option(Handshake.OPT_GO, Integer.BYTES + export.length + 2 * Short.BYTES)
                .putInt(export.length)
                .put(export)
                .putShort((short) 1)
                .putShort((short) Handshake.INFO_BLOCK_SIZE);
        Reply reply = reply(Handshake.OPT_GO);
        while (reply.type == Handshake.REP_INFO) {
            info(reply.data);
            reply = reply(Handshake.OPT_GO);
        }
        if (reply.type != Handshake.REP_ACK) {
            throw refusal(reply);
        }
        if (size < 0) {
            throw NbdException.brokenProtocol("the server opened the export without telling its size");
        }
    }

    private void info(ByteBuffer data) {
        switch (data.getShort()) {
            case Handshake.INFO_EXPORT -> {
                size = data.getLong();
                flags = Short.toUnsignedInt(data.getShort());
            }
            case Handshake.INFO_BLOCK_SIZE -> {
                long most = Integer.toUnsignedLong(data.getInt(2 + 2 * Integer.BYTES));
                maxPayload = (int) Math.min(most, Transmission.MAX_PAYLOAD_BYTES);
            }
            default -> {
                // Other information is not asked for, and may be ignored.
            }
        }
    }

    private NbdException refusal(Reply reply) {
        String name = new String(export, StandardCharsets.UTF_8);
        String reason = reply.type == Handshake.REP_ERR_UNKNOWN
                ? "has no such export"
                : "answered 0x%08x".formatted(reply.type);
        return NbdException.brokenProtocol(
                "cannot open export '%s': the server %s (%s)".formatted(name, reason, reply.text()));
    }

    /** Begins an option; its {@code length} bytes of data are to be put into the returned buffer. */
    private ByteBuffer option(int option, int length) {
        return stream.out().putLong(Handshake.OPTION_MAGIC).putInt(option).putInt(length);
    }

    private Reply reply(int option) throws IOException {
        stream.send();
        ByteBuffer header = stream.need(Handshake.REPLY_HEADER_BYTES);
        long magic = header.getLong();
        int answered = header.getInt();
        int type = header.getInt();
        int length = header.getInt();
        if (magic != Handshake.REPLY_MAGIC || answered != option) {
            throw NbdException.brokenProtocol(
                    "expected a reply to option %d, found 0x%016x for option %d".formatted(option, magic, answered));
        }
        if (length < 0 || length > MAX_REPLY_BYTES) {
            throw NbdException.brokenProtocol("a reply to option %d has %d bytes".formatted(option, length));
        }
        byte[] data = new byte[length];
        stream.need(length).get(data);
        return new Reply(type, ByteBuffer.wrap(data));
    }

    private record Reply(int type, ByteBuffer data) {
        String text() {
            return StandardCharsets.UTF_8.decode(data.duplicate()).toString();
        }
    }
}
