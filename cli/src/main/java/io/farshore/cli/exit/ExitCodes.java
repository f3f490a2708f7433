package io.farshore.cli.exit;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** What the exit code of a command says. Numbers are a contract with scripts: new ones may come, none changes its meaning. */
public final class ExitCodes {
    public static final int OK = 0;
    /** A check that the command was asked for did not hold, or something unexpected went wrong. */
    public static final int FAILED = 1;

    public static final int WRONG_INPUT = 2;
    /** Bytes are not what was written, or were written by a newer program. */
    public static final int DAMAGED = 3;

    public static final int FENCED = 4;
    public static final int UNAVAILABLE = 5;

    private ExitCodes() {}

    /** What each code means, in order. */
    public static SequencedMap<Integer, String> meanings() {
        SequencedMap<Integer, String> meanings = new LinkedHashMap<>();
        meanings.put(OK, "done");
        meanings.put(FAILED, "a check failed, or an unexpected failure");
        meanings.put(WRONG_INPUT, "wrong input");
        meanings.put(DAMAGED, "damaged data, or data of a newer version");
        meanings.put(FENCED, "fenced: a newer generation or epoch has taken over");
        meanings.put(UNAVAILABLE, "storage or another service cannot be reached");
        return meanings;
    }
}
