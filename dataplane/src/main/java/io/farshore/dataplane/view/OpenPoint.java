package io.farshore.dataplane.view;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** What the disks of an open view share: the segments, the cache, the threads. */
final class OpenPoint implements AutoCloseable {
    private static final int FETCHES_AHEAD = 4;

    private final String name;
    private final List<FrameTable> segments;
    private final FrameReader frames;
    private final ViewSettings settings;
    private final ExecutorService threads;
    private final Semaphore ahead = new Semaphore(FETCHES_AHEAD);
    private final AtomicBoolean closed = new AtomicBoolean();

    OpenPoint(
            String name,
            List<FrameTable> segments,
            FrameReader frames,
            ViewSettings settings,
            ExecutorService threads) {
        this.name = name;
        this.segments = segments;
        this.frames = frames;
        this.settings = settings;
        this.threads = threads;
    }

    List<FrameTable> segments() {
        return segments;
    }

    FrameReader frames() {
        return frames;
    }

    ViewSettings settings() {
        return settings;
    }

    void requireOpen() throws IOException {
        if (closed.get()) {
            throw new IOException("%s has been closed".formatted(name));
        }
    }

    void forEach(int count, Parallel.Task task) throws IOException {
        Parallel.forEach(threads, count, settings.reads(), task);
    }

    /** Fetches in the background, unless enough is being fetched. */
    void fetchAhead(Supplier<List<ReadPlan.Batch>> plan) {
        if (!closed.get() && ahead.tryAcquire()) {
            threads.execute(() -> {
                try {
                    for (ReadPlan.Batch batch : plan.get()) {
                        if (closed.get()) {
                            return;
                        }
                        frames.fetchAhead(batch.run());
                    }
                } finally {
                    ahead.release();
                }
            });
        }
    }

    /** Returns when nothing is being read any more. */
    @Override
    public void close() {
        closed.set(true);
        threads.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
