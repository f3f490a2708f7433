package io.farshore.dataplane.nbd.server;

import io.farshore.dataplane.nbd.protocol.Handshake;
import io.farshore.dataplane.nbd.protocol.Transmission;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The handshake of one connection, until an export is chosen. Does not limit its duration. */
final class Negotiation {
    private static final int MAX_OPTION_BYTES = 64 << 10;
    /** An option up to this size is read and refused; with a larger one the connection ends. */
    private static final int MAX_SKIPPED_BYTES = 16 << 20;

    private static final int MAX_CONTEXT_QUERIES = 1024;
    private static final int KNOWN_FLAGS = Handshake.FLAG_FIXED_NEWSTYLE | Handshake.FLAG_NO_ZEROES;

    private final Exports exports;
    private final Inbound in;
    private final Outbound out;
    private final OptionReplies replies;
    private boolean noZeroes;
    private boolean structured;
    /** The export for which the client has chosen base:allocation. */
    private @Nullable String allocationOf;

    Negotiation(Exports exports, Inbound in, Outbound out) {
        this.exports = exports;
        this.in = in;
        this.out = out;
        replies = new OptionReplies(out);
    }

    /**
     * Shakes hands.
     *
     * @throws HandshakeException when the client breaks the protocol, gives up, or insists on an export that we do not have
     */
    Agreement negotiate() throws IOException {
        greet();
        Agreement agreement = null;
        while (agreement == null) {
            agreement = answerOption();
        }
        return agreement;
    }

    private void greet() throws IOException {
        out.bytes()
                .putLong(Handshake.SERVER_MAGIC)
                .putLong(Handshake.OPTION_MAGIC)
                .putShort((short) KNOWN_FLAGS);
        out.flush();
        in.require(Integer.BYTES);
        int flags = in.bytes().getInt();
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw new HandshakeException("client flags 0x%x are not known to us".formatted(flags));
        }
        noZeroes = (flags & Handshake.FLAG_NO_ZEROES) != 0;
    }

    private @Nullable Agreement answerOption() throws IOException {
        in.require(Handshake.OPTION_HEADER_BYTES);
        ByteBuffer header = in.bytes();
        long magic = header.getLong();
        int option = header.getInt();
        long length = Integer.toUnsignedLong(header.getInt());
        if (magic != Handshake.OPTION_MAGIC) {
            throw new HandshakeException(
                    "expected an option (magic 0x%016x), found 0x%016x".formatted(Handshake.OPTION_MAGIC, magic));
        }
        replies.begin(option);
        if (length > MAX_OPTION_BYTES) {
            refuseOversized(option, length);
            return null;
        }
        in.require((int) length);
        try {
            return answer(option, new OptionData(in.take((int) length)));
        } catch (MalformedOptionException malformed) {
            if (option == Handshake.OPT_EXPORT_NAME) {
                throw new HandshakeException("malformed EXPORT_NAME: " + malformed.finding());
            }
            replies.refuse(Handshake.REP_ERR_INVALID, malformed.finding());
            return null;
        }
    }

    private void refuseOversized(int option, long length) throws IOException {
        String message = "option %d has %d bytes; at most %d".formatted(option, length, MAX_OPTION_BYTES);
        if (option == Handshake.OPT_EXPORT_NAME) {
            throw new HandshakeException(message);
        }
        replies.refuse(Handshake.REP_ERR_TOO_BIG, message);
        if (length > MAX_SKIPPED_BYTES) {
            throw new HandshakeException(message);
        }
        in.skip(length);
    }

    private @Nullable Agreement answer(int option, OptionData data) throws IOException, MalformedOptionException {
        return switch (option) {
            case Handshake.OPT_EXPORT_NAME -> exportName(data.rest());
            case Handshake.OPT_GO -> choose(data, true);
            case Handshake.OPT_INFO -> choose(data, false);
            case Handshake.OPT_LIST -> list(data);
            case Handshake.OPT_STRUCTURED_REPLY -> structuredReply(data);
            case Handshake.OPT_LIST_META_CONTEXT -> listContexts(data);
            case Handshake.OPT_SET_META_CONTEXT -> setContexts(data);
            case Handshake.OPT_ABORT -> abort();
            default -> refuse(Handshake.REP_ERR_UNSUP, "option %d is not supported".formatted(option));
        };
    }

    private Agreement exportName(String name) throws IOException {
        Export export = exports.find(name);
        if (export == null) {
            throw new HandshakeException(unknown(name));
        }
        out.bytes().putLong(export.device().size()).putShort((short) Agreement.flags(export.device(), structured));
        if (!noZeroes) {
            out.bytes().put(new byte[Handshake.ZEROES]);
        }
        out.flush();
        return agreement(export, name);
    }

    private @Nullable Agreement choose(OptionData data, boolean go) throws IOException, MalformedOptionException {
        String name = data.string();
        Set<Integer> wanted = new HashSet<>();
        for (int left = data.number16(); left > 0; left--) {
            wanted.add(data.number16());
        }
        data.end();
        Export export = exports.find(name);
        if (export == null) {
            return refuse(Handshake.REP_ERR_UNKNOWN, unknown(name));
        }
        replies.infoExport(export.device().size(), Agreement.flags(export.device(), structured));
        replies.infoBlockSize(Agreement.MINIMUM_BLOCK, Agreement.PREFERRED_BLOCK, Transmission.MAX_PAYLOAD_BYTES);
        if (wanted.contains(Handshake.INFO_NAME)) {
            replies.infoName(export.name());
        }
        replies.ack();
        return go ? agreement(export, name) : null;
    }

    private Agreement agreement(Export export, String askedName) {
        return new Agreement(export, structured, structured && askedName.equals(allocationOf));
    }

    private @Nullable Agreement list(OptionData data) throws IOException, MalformedOptionException {
        data.end();
        for (String name : exports.names()) {
            replies.server(name);
        }
        return acknowledge();
    }

    private @Nullable Agreement structuredReply(OptionData data) throws IOException, MalformedOptionException {
        data.end();
        structured = true;
        return acknowledge();
    }

    private @Nullable Agreement listContexts(OptionData data) throws IOException, MalformedOptionException {
        ContextQuery query = contextQuery(data);
        if (exports.find(query.export()) == null) {
            return refuse(Handshake.REP_ERR_UNKNOWN, unknown(query.export()));
        }
        if (query.listsAllocation()) {
            replies.metaContext(0, Handshake.BASE_ALLOCATION);
        }
        return acknowledge();
    }

    private @Nullable Agreement setContexts(OptionData data) throws IOException, MalformedOptionException {
        allocationOf = null;
        ContextQuery query = contextQuery(data);
        if (exports.find(query.export()) == null) {
            return refuse(Handshake.REP_ERR_UNKNOWN, unknown(query.export()));
        }
        if (query.selectsAllocation()) {
            allocationOf = query.export();
            replies.metaContext(Agreement.ALLOCATION_ID, Handshake.BASE_ALLOCATION);
        }
        return acknowledge();
    }

    private ContextQuery contextQuery(OptionData data) throws MalformedOptionException {
        if (!structured) {
            throw new MalformedOptionException("negotiate structured replies first");
        }
        return ContextQuery.parse(data);
    }

    private @Nullable Agreement acknowledge() throws IOException {
        replies.ack();
        return null;
    }

    private @Nullable Agreement refuse(int error, String message) throws IOException {
        replies.refuse(error, message);
        return null;
    }

    private Agreement abort() throws IOException {
        replies.ack();
        throw new HandshakeException("the client gave up");
    }

    private static String unknown(String name) {
        return "no export is named '%s'".formatted(name);
    }

    /** The data of LIST_META_CONTEXT and SET_META_CONTEXT. */
    private record ContextQuery(String export, List<String> queries) {
        static ContextQuery parse(OptionData data) throws MalformedOptionException {
            String export = data.string();
            int count = data.count(Integer.BYTES);
            if (count > MAX_CONTEXT_QUERIES) {
                throw new MalformedOptionException("%d queries; at most %d".formatted(count, MAX_CONTEXT_QUERIES));
            }
            String[] queries = new String[count];
            for (int i = 0; i < count; i++) {
                queries[i] = data.string();
            }
            data.end();
            return new ContextQuery(export, List.of(queries));
        }

        boolean selectsAllocation() {
            return queries.contains(Handshake.BASE_ALLOCATION);
        }

        boolean listsAllocation() {
            return queries.isEmpty() || queries.contains("base:") || selectsAllocation();
        }
    }
}
