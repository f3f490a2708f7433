package io.farshore.cli;

import io.farshore.core.run.RunRef;
import io.farshore.dataplane.compact.CompactListener;

/** Prints what compaction does. */
record CompactionEvents(Output output) implements CompactListener {
    @Override
    public void dropping(String machine, int points) {
        output.print(
                "%s: %d recovery points are past retention".formatted(machine, points),
                Output.event("points-dropped").put("machine", machine).put("points", points));
    }

    @Override
    public void merged(String machine, int runs, int segments, RunRef run) {
        output.print(
                "%s: %d index runs and %d segments merged into one run of %d points"
                        .formatted(machine, runs, segments, run.steps().size()),
                Output.event("merged")
                        .put("machine", machine)
                        .put("runs", runs)
                        .put("segments", segments)
                        .put("entries", run.entries())
                        .put("indexBytes", run.size())
                        .put("movedBytes", run.movedBytes()));
    }

    @Override
    public void deleted(String machine, int objects) {
        output.print(
                "%s: %d objects deleted that nothing needs".formatted(machine, objects),
                Output.event("deleted").put("machine", machine).put("objects", objects));
    }

    @Override
    public void waitsForReaders(String machine, long version) {
        output.print(
                "%s: what could be deleted waits for a reader of version %d".formatted(machine, version),
                Output.event("waits-for-readers").put("machine", machine).put("version", version));
    }
}
