package io.farshore.dataplane.verify;

import io.farshore.core.run.IndexRun;
import io.farshore.core.run.PlacedFrame;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the check of a run found that matters to whoever reads through it. Filled by {@link RunCheck}. */
final class RunFinding {
    private final @Nullable IndexRun run;
    /** Pages that cannot be read. */
    final BitSet badPages = new BitSet();
    /** Pages that point to frames that may be bad. */
    final BitSet suspectPages = new BitSet();
    /** Frames that cannot be read, and the object whose damage that is. */
    final Map<PlacedFrame, String> badFrames = new HashMap<>();

    /** Whether all that it points to is known. */
    boolean isKnown;

    /** @param run null when it cannot be opened */
    RunFinding(@Nullable IndexRun run) {
        this.run = run;
    }

    @Nullable
    IndexRun run() {
        return run;
    }
}
