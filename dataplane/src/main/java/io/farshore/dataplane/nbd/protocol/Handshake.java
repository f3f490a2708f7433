package io.farshore.dataplane.nbd.protocol;

/** Numbers of the handshake: from the connection until an export is chosen. */
public final class Handshake {
    /** "NBDMAGIC". */
    public static final long SERVER_MAGIC = 0x4e42444d41474943L;
    /** "IHAVEOPT". */
    public static final long OPTION_MAGIC = 0x49484156454f5054L;

    public static final long REPLY_MAGIC = 0x0003e889045565a9L;

    public static final int FLAG_FIXED_NEWSTYLE = 1;
    public static final int FLAG_NO_ZEROES = 1 << 1;
    /** Zeros after the answer to EXPORT_NAME for a client without {@link #FLAG_NO_ZEROES}. */
    public static final int ZEROES = 124;

    public static final int OPTION_HEADER_BYTES = 16;
    public static final int REPLY_HEADER_BYTES = 20;
    /** The longest string (name, context, message), in bytes. */
    public static final int MAX_STRING_BYTES = 4096;

    public static final int OPT_EXPORT_NAME = 1;
    public static final int OPT_ABORT = 2;
    public static final int OPT_LIST = 3;
    public static final int OPT_INFO = 6;
    public static final int OPT_GO = 7;
    public static final int OPT_STRUCTURED_REPLY = 8;
    public static final int OPT_LIST_META_CONTEXT = 9;
    public static final int OPT_SET_META_CONTEXT = 10;

    public static final int REP_ACK = 1;
    public static final int REP_SERVER = 2;
    public static final int REP_INFO = 3;
    public static final int REP_META_CONTEXT = 4;
    /** Set in every reply type that is an error. */
    public static final int REP_ERROR = 1 << 31;

    public static final int REP_ERR_UNSUP = REP_ERROR | 1;
    public static final int REP_ERR_INVALID = REP_ERROR | 3;
    public static final int REP_ERR_UNKNOWN = REP_ERROR | 6;
    public static final int REP_ERR_TOO_BIG = REP_ERROR | 9;

    public static final int INFO_EXPORT = 0;
    public static final int INFO_NAME = 1;
    public static final int INFO_BLOCK_SIZE = 3;

    /** The context that tells data from holes. */
    public static final String BASE_ALLOCATION = "base:allocation";

    private Handshake() {}
}
