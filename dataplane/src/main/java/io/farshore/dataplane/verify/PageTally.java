package io.farshore.dataplane.verify;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.run.IndexRun;
import io.farshore.core.run.ObjectUse;
import io.farshore.core.run.Payload;
import io.farshore.core.run.RunEntry;
import io.farshore.core.run.RunPage;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.StoredName;
import java.util.HashMap;
import java.util.Map;

/** Adds up what the pages of a run point to, and holds the run's account of it to that. One thread. */
final class PageTally {
    private final Map<StoredName, Long> live = new HashMap<>();
    private final long[] stepBytes;
    private long entries;

    PageTally(int steps) {
        stepBytes = new long[steps];
    }

    void add(RunPage page) {
        entries += page.entries().size();
        for (RunEntry entry : page.entries()) {
            if (!entry.isZeros()) {
                stepBytes[entry.step()] += entry.length();
                add(entry, page.payload());
            }
        }
    }

    private void add(RunEntry entry, Payload payload) {
        payload.forEachFrame(
                entry.payload(),
                entry.length(),
                (frame, inFrame, inRange, length) -> live.merge(frame.object(), length, Long::sum));
    }

    /** @throws CorruptDataException when the run, or the catalog, says otherwise */
    void compare(String key, RunRef ref, IndexRun.Contents contents) throws CorruptDataException {
        Expectation.require(key, ref.entries() + " entries", ref.entries() == entries, entries + " entries");
        for (int step = 0; step < stepBytes.length; step++) {
            long said = contents.stepBytes().get(step);
            Expectation.require(
                    key,
                    "%d bytes written in step %d".formatted(said, step),
                    said == stepBytes[step],
                    stepBytes[step] + " bytes");
        }
        long kept = 0;
        for (ObjectUse use : contents.objects()) {
            long found = live.getOrDefault(use.name(), 0L);
            Expectation.require(
                    key,
                    "%d bytes of %s".formatted(use.liveBytes(), use.name().key()),
                    found == use.liveBytes(),
                    found + " bytes");
            live.remove(use.name());
            kept += found;
        }
        Expectation.require(key, "pages that point to what is listed", live.isEmpty(), "also " + live.keySet());
        Expectation.require(key, ref.keptBytes() + " bytes kept", ref.keptBytes() == kept, kept + " bytes");
    }
}
