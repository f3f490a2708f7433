package io.farshore.dataplane.nbd.server;

import io.farshore.dataplane.nbd.protocol.Transmission;
import java.nio.ByteBuffer;

/** The header of the request that is being executed; one object per connection, filled again for each. */
final class Request {
    private static final int COMMON_FLAGS = Transmission.FLAG_FUA;

    int flags;
    int command;
    long cookie;
    long offset;
    long length;

    /** @return false when the bytes are no request */
    boolean parse(ByteBuffer header) {
        int magic = header.getInt();
        flags = Short.toUnsignedInt(header.getShort());
        command = Short.toUnsignedInt(header.getShort());
        cookie = header.getLong();
        offset = header.getLong();
        length = Integer.toUnsignedLong(header.getInt());
        return magic == Transmission.REQUEST_MAGIC;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    boolean carriesPayload() {
        return command == Transmission.WRITE;
    }

    /** The error that answers this request before the device is asked, or OK. */
    int refusal(Agreement agreed, long size, boolean readOnly) {
        if ((flags & ~allowedFlags(agreed)) != 0) {
            return Transmission.EINVAL;
        }
        return switch (command) {
            case Transmission.FLUSH -> Transmission.OK;
            case Transmission.READ -> isOversized() || isOutside(size) ? Transmission.EINVAL : Transmission.OK;
            case Transmission.WRITE ->
                isOversized() ? Transmission.EINVAL : changeRefusal(size, readOnly, Transmission.ENOSPC);
            case Transmission.WRITE_ZEROES -> changeRefusal(size, readOnly, Transmission.ENOSPC);
            case Transmission.TRIM -> changeRefusal(size, readOnly, Transmission.EINVAL);
            case Transmission.BLOCK_STATUS ->
                !agreed.allocation() || length == 0 || isOutside(size) ? Transmission.EINVAL : Transmission.OK;
            default -> Transmission.EINVAL;
        };
    }

    /** FUA is allowed, and without effect, where nothing changes. */
    private int allowedFlags(Agreement agreed) {
        return switch (command) {
            case Transmission.READ -> COMMON_FLAGS | (agreed.structured() ? Transmission.FLAG_DF : 0);
            case Transmission.WRITE_ZEROES -> COMMON_FLAGS | Transmission.FLAG_NO_HOLE;
            case Transmission.BLOCK_STATUS -> COMMON_FLAGS | Transmission.FLAG_REQ_ONE;
            default -> COMMON_FLAGS;
        };
    }

    private int changeRefusal(long size, boolean readOnly, int outside) {
        if (readOnly) {
            return Transmission.EPERM;
        }
        return isOutside(size) ? outside : Transmission.OK;
    }

    private boolean isOversized() {
        return length > Transmission.MAX_PAYLOAD_BYTES;
    }

    private boolean isOutside(long size) {
        return offset < 0 || offset > size || length > size - offset;
    }
}
