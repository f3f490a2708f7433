package io.farshore.core.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes at once, and remembers its pauses. */
public final class VirtualWaiting implements Waiting {
    private final List<Duration> pauses = new ArrayList<>();
    private long nanos;

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized void pause(Duration duration) {
        nanos += duration.toNanos();
        pauses.add(duration);
    }

    public synchronized List<Duration> pauses() {
        return List.copyOf(pauses);
    }
}
