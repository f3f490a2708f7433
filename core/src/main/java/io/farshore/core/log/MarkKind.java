package io.farshore.core.log;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;

/** Why a recovery point was marked. The codes are part of the segment format. */
public enum MarkKind {
    /** By the policy's schedule: what the disks would hold after a loss of power. */
    CRASH_CONSISTENT(1, "CrashConsistent"),
    /** With the file systems of the guest at rest. */
    APP_CONSISTENT(2, "AppConsistent"),
    /** Crash-consistent, asked for by a person or a program and named by them. */
    NAMED(3, "CrashConsistent");

    private final int code;
    private final String pointType;

    MarkKind(int code, String pointType) {
        this.code = code;
        this.pointType = pointType;
    }

    public int code() {
        return code;
    }

    /** The type of the recovery point as the REST contract writes it. */
    public String pointType() {
        return pointType;
    }

    public static MarkKind read(ByteReader reader) throws CorruptDataException {
        int code = reader.u8();
        for (MarkKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw reader.damaged("a kind of mark (1 to 3)", Integer.toString(code));
    }
}
