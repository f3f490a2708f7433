package io.farshore.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.dataplane.restore.RestoreProgress.Advance;
import java.io.PrintWriter;

/** Progress of what takes longer: a JSON event, or a line on standard error, every other second. */
final class Progress {
    private static final long PERIOD_NANOS = 2_000_000_000L;

    private final Output output;
    private final PrintWriter err;
    private long last = System.nanoTime();

    Progress(Output output, PrintWriter err) {
        this.output = output;
        this.err = err;
    }

    void restored(Advance at) {
        if (isDue()) {
            String speed = Sizes.format((long) at.bytesPerSecond()) + "/s";
            String all = at.totalBytes() == at.allTotalBytes()
                    ? ""
                    : "; all disks: %d %%, %s left".formatted(at.allPercent(), Durations.format(at.allLeft()));
            say(
                    "%s: %d %%, %s of %s, %s, %s left%s"
                            .formatted(
                                    at.disk(),
                                    at.percent(),
                                    Sizes.format(at.bytes()),
                                    Sizes.format(at.totalBytes()),
                                    speed,
                                    Durations.format(at.left()),
                                    all),
                    Output.event("progress")
                            .put("disk", at.disk())
                            .put("percent", at.percent())
                            .put("bytes", at.bytes())
                            .put("total", at.totalBytes())
                            .put("bytesPerSecond", (long) at.bytesPerSecond())
                            .put("secondsLeft", at.left().toSeconds())
                            .put("allPercent", at.allPercent())
                            .put("allBytes", at.allBytes())
                            .put("allTotal", at.allTotalBytes())
                            .put("allSecondsLeft", at.allLeft().toSeconds()));
        }
    }

    void verified(String machine, long objects, long total, long bytes) {
        if (isDue()) {
            say(
                    "%s: %d of %d objects, %s".formatted(machine, objects, total, Sizes.format(bytes)),
                    Output.event("progress")
                            .put("machine", machine)
                            .put("objects", objects)
                            .put("total", total)
                            .put("bytes", bytes));
        }
    }

    private boolean isDue() {
        long now = System.nanoTime();
        if (now - last < PERIOD_NANOS) {
            return false;
        }
        last = now;
        return true;
    }

    private void say(String line, ObjectNode event) {
        if (output.isJson()) {
            output.printJson(event);
        } else {
            err.println(line);
            err.flush();
        }
    }
}
