package io.farshore.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.core.log.Mark;
import io.farshore.core.log.Position;
import io.farshore.core.log.SegmentHeader;
import io.farshore.dataplane.capture.CaptureListener;
import io.farshore.dataplane.capture.CaptureState;
import io.farshore.dataplane.ship.LagMeter.Lag;
import org.jspecify.annotations.Nullable;

/** Prints what happens to a machine's capture: events {@code state}, {@code segment}, {@code mark}, {@code lag}, {@code copy}, {@code trouble}. */
final class CaptureEvents implements CaptureListener {
    private static final int LAG_LINE_EVERY = 10;

    private final String machine;
    private final Output output;
    private final Stopping stopping;
    private final Runnable onMirrorNeeded;
    private volatile @Nullable String fencedBecause;
    private int lagsSinceLine;
    private String lastTrouble = "";

    /** For sinks that somebody else mirrors into: a person is told when that is needed again. */
    CaptureEvents(String machine, Output output, Stopping stopping) {
        this(
                machine,
                output,
                stopping,
                () -> output.printLine("%s: copy the whole disks into the sinks again, then run".formatted(machine)
                        + " farshore mark --initial-replication-complete"));
    }

    CaptureEvents(String machine, Output output, Stopping stopping, Runnable onMirrorNeeded) {
        this.machine = machine;
        this.output = output;
        this.stopping = stopping;
        this.onMirrorNeeded = onMirrorNeeded;
    }

    /** Why capture cannot go on, or null while it can. */
    @Nullable
    String fencedBecause() {
        return fencedBecause;
    }

    @Override
    public void state(CaptureState state) {
        ObjectNode event = event("state").put("state", state.label());
        if (state instanceof CaptureState.Fenced(String reason)) {
            event.put("reason", reason);
            fencedBecause = reason;
            stopping.ask();
        }
        output.print("%s: %s".formatted(machine, state.label()), event);
    }

    @Override
    public void segment(SegmentHeader header) {
        output.printJson(event("segment")
                .put("generation", header.generation())
                .put("number", header.number())
                .put("position", header.end().toString())
                .put("time", header.lastTime().toString())
                .put("consistent", header.consistent()));
    }

    @Override
    public void mark(Position position, Mark mark) {
        String name = mark.name().isEmpty() ? "" : " '" + mark.name() + "'";
        output.print(
                "%s: recovery point %s%s at %s".formatted(machine, position, name, mark.time()),
                event("mark")
                        .put("id", position.toString())
                        .put("name", mark.name())
                        .put("type", mark.kind().pointType())
                        .put("time", mark.time().toString())
                        .put("position", position.toString()));
    }

    @Override
    public void lag(Position captured, @Nullable Position replicated, Lag lag) {
        output.printJson(event("lag")
                .put("captured", captured.toString())
                .put("replicated", replicated == null ? null : replicated.toString())
                .put("seconds", lag.time().toMillis() / 1000.0)
                .put("bytes", lag.bytes())
                .put("writes", lag.writes()));
        if (++lagsSinceLine >= LAG_LINE_EVERY) {
            lagsSinceLine = 0;
            output.printLine("%s: captured %s, replicated %s, lag %.1f s, %s, %d writes"
                    .formatted(
                            machine,
                            captured,
                            replicated == null ? "nothing yet" : replicated,
                            lag.time().toMillis() / 1000.0,
                            Sizes.format(lag.bytes()),
                            lag.writes()));
        }
    }

    @Override
    public void copied(long bytes, long total) {
        long percent = total == 0 ? 100 : bytes * 100 / total;
        output.print(
                "%s: copying, %d %% of %s".formatted(machine, percent, Sizes.format(total)),
                event("copy").put("bytes", bytes).put("total", total));
    }

    @Override
    public void mirrorNeeded() {
        output.print("%s: changes behind a sink were missed".formatted(machine), event("mirrorNeeded"));
        onMirrorNeeded.run();
    }

    @Override
    public void trouble(String message) {
        if (message.equals(lastTrouble)) {
            return;
        }
        lastTrouble = message;
        output.print("%s: %s".formatted(machine, message), event("trouble").put("message", message));
    }

    private ObjectNode event(String kind) {
        return Output.event(kind).put("machine", machine);
    }
}
