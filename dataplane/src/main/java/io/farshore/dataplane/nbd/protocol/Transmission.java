package io.farshore.dataplane.nbd.protocol;

/** Numbers of the transmission phase: export flags, commands, replies, errors. */
public final class Transmission {
    public static final int HAS_FLAGS = 1;
    public static final int READ_ONLY = 1 << 1;
    public static final int SEND_FLUSH = 1 << 2;
    public static final int SEND_FUA = 1 << 3;
    public static final int SEND_TRIM = 1 << 5;
    public static final int SEND_WRITE_ZEROES = 1 << 6;
    public static final int SEND_DF = 1 << 7;
    public static final int CAN_MULTI_CONN = 1 << 8;

    public static final int REQUEST_MAGIC = 0x25609513;
    public static final int REQUEST_BYTES = 28;
    public static final int SIMPLE_REPLY_MAGIC = 0x67446698;
    public static final int SIMPLE_REPLY_BYTES = 16;
    public static final int CHUNK_MAGIC = 0x668e33ef;
    public static final int CHUNK_BYTES = 20;

    public static final int READ = 0;
    public static final int WRITE = 1;
    public static final int DISCONNECT = 2;
    public static final int FLUSH = 3;
    public static final int TRIM = 4;
    public static final int WRITE_ZEROES = 6;
    public static final int BLOCK_STATUS = 7;

    public static final int FLAG_FUA = 1;
    public static final int FLAG_NO_HOLE = 1 << 1;
    public static final int FLAG_DF = 1 << 2;
    public static final int FLAG_REQ_ONE = 1 << 3;

    public static final int CHUNK_DONE = 1;
    public static final int CHUNK_NONE = 0;
    public static final int CHUNK_OFFSET_DATA = 1;
    public static final int CHUNK_OFFSET_HOLE = 2;
    public static final int CHUNK_BLOCK_STATUS = 5;
    /** Set in every chunk type that is an error. */
    public static final int CHUNK_ERROR_BIT = 1 << 15;

    public static final int CHUNK_ERROR = CHUNK_ERROR_BIT | 1;

    public static final int STATE_HOLE = 1;
    public static final int STATE_ZERO = 1 << 1;

    public static final int OK = 0;
    public static final int EPERM = 1;
    public static final int EIO = 5;
    public static final int ENOMEM = 12;
    public static final int EINVAL = 22;
    public static final int ENOSPC = 28;

    /** The largest payload of one READ or WRITE that every peer must accept, in bytes. */
    public static final int MAX_PAYLOAD_BYTES = 32 << 20;

    private Transmission() {}

    /** The protocol's name of a command, for messages. */
    public static String commandName(int command) {
        return switch (command) {
            case READ -> "READ";
            case WRITE -> "WRITE";
            case DISCONNECT -> "DISC";
            case FLUSH -> "FLUSH";
            case TRIM -> "TRIM";
            case WRITE_ZEROES -> "WRITE_ZEROES";
            case BLOCK_STATUS -> "BLOCK_STATUS";
            default -> "command " + command;
        };
    }

    /** The protocol's name of an error, for messages. */
    public static String errorName(int error) {
        return switch (error) {
            case EPERM -> "EPERM";
            case EIO -> "EIO";
            case ENOMEM -> "ENOMEM";
            case EINVAL -> "EINVAL";
            case ENOSPC -> "ENOSPC";
            default -> "error " + error;
        };
    }
}
