package io.farshore.bench.figures;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What has to be undone when the benchmark ends, however it ends: in reverse order, also when the program is interrupted. What fails
 * to be undone does not keep the rest from being undone.
 */
public final class Cleanup implements AutoCloseable {
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final Thread onInterrupt = Thread.ofPlatform().name("bench cleanup").unstarted(this::undoAll);

    public Cleanup() {
        Runtime.getRuntime().addShutdownHook(onInterrupt);
    }

    /** One thing to undo; closing it undoes it now. */
    public final class Entry implements AutoCloseable {
        private final Runnable undo;

        private Entry(Runnable undo) {
            this.undo = undo;
        }

        @Override
        public void close() {
            synchronized (Cleanup.this) {
                if (!entries.remove(this)) {
                    return;
                }
            }
            undo.run();
        }
    }

    public synchronized Entry add(Runnable undo) {
        Entry entry = new Entry(undo);
        entries.push(entry);
        return entry;
    }

    private void undoAll() {
        for (Entry entry = newest(); entry != null; entry = newest()) {
            try {
                entry.close();
            } catch (RuntimeException e) {
                System.getLogger("io.farshore.bench").log(System.Logger.Level.WARNING, "cannot clean up", e);
            }
        }
    }

    private synchronized @Nullable Entry newest() {
        return entries.peek();
    }

    @Override
    public void close() {
        undoAll();
        try {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        } catch (IllegalStateException e) {
            // It is running, and has nothing left to do.
        }
    }
}
