package io.farshore.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
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

    void restored(String disk, long bytes, long total, double bytesPerSecond) {
        if (isDue()) {
            say(
                    "%s: %s of %s, %s/s".formatted(disk, Sizes.format(bytes), Sizes.format(total), Sizes.format((long)
                            bytesPerSecond)),
                    Output.event("progress")
                            .put("disk", disk)
                            .put("bytes", bytes)
                            .put("total", total)
                            .put("bytesPerSecond", (long) bytesPerSecond));
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
