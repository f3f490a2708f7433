package io.farshore.dataplane.compact;

import io.farshore.core.log.FrameCodec;
import io.farshore.core.run.IndexRun;
import io.farshore.core.run.Payload;
import io.farshore.core.run.RunEntry;
import io.farshore.core.run.RunPage;
import io.farshore.core.run.StoredName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which payload of some objects a run points to. */
final class LiveRanges {
    private final Map<StoredName, List<long[]>> ranges = new HashMap<>();

    private LiveRanges() {}

    static LiveRanges of(IndexRun run, Set<StoredName> objects, FrameCodec codec) throws IOException {
        LiveRanges live = new LiveRanges();
        for (int number = 0; number < run.fences().size(); number++) {
            RunPage page = run.page(number, codec);
            for (RunEntry entry : page.entries()) {
                if (!entry.isZeros()) {
                    live.add(entry, page.payload(), objects);
                }
            }
        }
        live.ranges.replaceAll((name, parts) -> joined(parts));
        return live;
    }

    private void add(RunEntry entry, Payload payload, Set<StoredName> objects) {
        payload.forEachFrame(entry.payload(), entry.length(), (placed, inFrame, inRange, length) -> {
            if (objects.contains(placed.object())) {
                long from = placed.frame().plainOffset() + inFrame;
                ranges.computeIfAbsent(placed.object(), name -> new ArrayList<>())
                        .add(new long[] {from, from + length});
            }
        });
    }

    private static List<long[]> joined(List<long[]> parts) {
        parts.sort((a, b) -> Long.compare(a[0], b[0]));
        List<long[]> joined = new ArrayList<>();
        for (long[] part : parts) {
            long[] last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && part[0] <= last[1]) {
                last[1] = Math.max(last[1], part[1]);
            } else {
                joined.add(part.clone());
            }
        }
        return joined;
    }

    /** From and to, ascending, not touching. */
    List<long[]> of(StoredName object) {
        return ranges.getOrDefault(object, List.of());
    }
}
