package io.farshore.core.run;

import io.farshore.core.log.Entry;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.SegmentIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What can be merged into a run: blocks of entries that follow each other on each disk. */
public interface MergeInput {
    /** How many instants it can be read as of. */
    int steps();

    /** Its blocks, sorted by disk and offset, not overlapping. */
    List<Stretch> stretches();

    /** One of them. Read once, in order. */
    RunPage load(int number) throws IOException;

    /** From where to where on which disk a block goes. */
    record Stretch(int disk, long from, long to) {}

    static MergeInput of(IndexRun run, int steps, FrameCodec codec) {
        List<Stretch> stretches = run.fences().stream()
                .map(fence -> new Stretch(fence.disk(), fence.from(), fence.to()))
                .toList();
        return new MergeInput() {
            @Override
            public int steps() {
                return steps;
            }

            @Override
            public List<Stretch> stretches() {
                return stretches;
            }

            @Override
            public RunPage load(int number) throws IOException {
                return run.page(number, codec);
            }
        };
    }

    static MergeInput of(StoredName segment, SegmentIndex index) {
        Payload payload = Payload.of(segment, index);
        List<Stretch> stretches = new ArrayList<>();
        List<RunPage> blocks = new ArrayList<>();
        List<Entry> entries = index.entries();
        for (int from = 0; from < entries.size(); ) {
            int disk = entries.get(from).disk();
            List<RunEntry> block = new ArrayList<>();
            int to = from;
            while (to < entries.size() && entries.get(to).disk() == disk && block.size() < RunPage.ENTRIES) {
                Entry entry = entries.get(to++);
                block.add(new RunEntry(entry.offset(), entry.length(), 0, entry.payload()));
            }
            stretches.add(
                    new Stretch(disk, block.getFirst().offset(), block.getLast().end()));
            blocks.add(new RunPage(payload, block));
            from = to;
        }
        return new MergeInput() {
            @Override
            public int steps() {
                return 1;
            }

            @Override
            public List<Stretch> stretches() {
                return stretches;
            }

            @Override
            public RunPage load(int number) {
                return blocks.get(number);
            }
        };
    }
}
