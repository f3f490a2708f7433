package io.farshore.dataplane.view;

import io.farshore.core.failure.CorruptDataException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the disks of an open view share: the segments, the cache, the threads. */
final class OpenPoint implements AutoCloseable {
    private static final int FETCHES_AHEAD = 4;

    private final String name;
    private final Layers layers;
    private final FrameReader frames;
    private final ViewSettings settings;
    private final ExecutorService threads;
    private final Guard guard;
    private final Semaphore ahead = new Semaphore(FETCHES_AHEAD);
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Says whether reading may go on. */
    interface Guard {
        void check() throws IOException;
    }

    OpenPoint(
            String name,
            Layers layers,
            FrameReader frames,
            ViewSettings settings,
            ExecutorService threads,
            Guard guard) {
        this.guard = guard;
        this.name = name;
        this.layers = layers;
        this.frames = frames;
        this.settings = settings;
        this.threads = threads;
    }

    /** Reads, side by side, what must be known before the range can be found. */
    void prepare(int disk, long offset, long length) throws IOException {
        List<Layer.Load> work = layers.prepare(disk, offset, length);
        if (work.size() > 1) {
            forEach(work.size(), number -> {
                try {
                    work.get(number).run();
                } catch (CorruptDataException e) {
                    // Newer changes may cover all of the page. Whoever needs it will see.
                }
            });
        }
    }

    Layers layers() {
        return layers;
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
        guard.check();
    }

    void forEach(int count, Parallel.Task task) throws IOException {
        Parallel.forEach(threads, count, settings.reads(), task);
    }

    /** What to fetch. */
    interface Plan {
        List<ReadPlan.Batch> batches() throws IOException;
    }

    /** Fetches in the background, unless enough is being fetched. */
    void fetchAhead(Plan plan) {
        if (!closed.get() && ahead.tryAcquire()) {
            threads.execute(() -> {
                try {
                    for (ReadPlan.Batch batch : plan.batches()) {
                        if (closed.get()) {
                            return;
                        }
                        frames.fetchAhead(batch.run());
                    }
                } catch (IOException e) {
                    // Whoever needs it will see.
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
