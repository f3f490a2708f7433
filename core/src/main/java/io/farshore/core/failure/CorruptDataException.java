package io.farshore.core.failure;

import java.io.IOException;

/** Bytes are not what they were when they were written. Names the object, the byte offset in it, what was expected and what was found. */
public final class CorruptDataException extends IOException {
    private final String object;
    private final long offset;
    private final String expected;
    private final String found;

    /**
     * @param object the key of the damaged object, or another name a person can find it by
     * @param offset where in the object, in bytes from its start; 0 when the whole object is meant
     */
    public CorruptDataException(String object, long offset, String expected, String found) {
        super("%s is damaged at byte %d: expected %s, found %s".formatted(object, offset, expected, found));
        this.object = object;
        this.offset = offset;
        this.expected = expected;
        this.found = found;
    }

    public String object() {
        return object;
    }

    public long offset() {
        return offset;
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }
}
