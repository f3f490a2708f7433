package io.farshore.dataplane.capture;

import io.farshore.core.log.SealedSegment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets a segment pass as a recovery point only when a witness says, after it was sealed, that the sinks had seen everything. Without a
 * witness segments pass as they are. Keeps their order. Does not ship them.
 */
final class Confirmation implements AutoCloseable {
    private final Consumer<SealedSegment> next;
    private final Thread thread;
    private final ArrayDeque<SealedSegment> waiting = new ArrayDeque<>();
    private @Nullable Witness witness;
    private long sealed;
    private long passed;
    private long doubtful;
    private boolean closed;

    /** @param next takes the segments; returns at once and never calls back */
    Confirmation(String machine, Consumer<SealedSegment> next) {
        this.next = next;
        this.thread =
                Thread.ofPlatform().name(machine + " confirm").daemon(true).unstarted(this::run);
    }

    /** From here on this witness is asked. Once. */
    synchronized void by(Witness chosen) {
        witness = chosen;
        thread.start();
    }

    /** Called under the log's lock, in the order of the segments' numbers. */
    synchronized void sealed(SealedSegment segment) {
        sealed++;
        if (witness == null) {
            passed++;
            next.accept(segment);
        } else {
            waiting.add(segment);
            notifyAll();
        }
    }

    /** Nothing that has not passed yet is a recovery point. */
    synchronized void doubt() {
        doubtful = sealed;
    }

    /** Waits until everything sealed so far has passed; false when its end was not confirmed, or not in time. */
    synchronized boolean await(Duration limit) throws InterruptedException {
        long upTo = sealed;
        long end = System.nanoTime() + limit.toNanos();
        while (passed < upTo && !closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return passed >= upTo && doubtful < upTo;
    }

    /** Waits until everything sealed so far has passed, and lets it pass unconfirmed when the witness takes too long. */
    void settle(Duration limit) throws InterruptedException {
        if (!await(limit)) {
            pass(sealedSoFar(), false);
        }
    }

    private synchronized long sealedSoFar() {
        return sealed;
    }

    private void run() {
        try {
            for (long upTo = awaitSealed(); upTo >= 0; upTo = awaitSealed()) {
                boolean sawEverything = !asksInVain(upTo) && asked();
                pass(upTo, sawEverything);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** The number of segments sealed so far, of which some wait; negative when closed. */
    private synchronized long awaitSealed() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        return closed ? -1 : sealed;
    }

    private synchronized boolean asksInVain(long upTo) {
        return doubtful >= upTo
                || waiting.stream().noneMatch(segment -> segment.header().consistent());
    }

    private boolean asked() throws InterruptedException {
        Witness chosen = witness;
        return chosen != null && chosen.sawEverything();
    }

    private synchronized void pass(long upTo, boolean confirmed) {
        if (!confirmed) {
            doubtful = Math.max(doubtful, upTo);
        }
        while (passed < upTo) {
            SealedSegment segment = waiting.remove();
            passed++;
            next.accept(passed <= doubtful && segment.header().consistent() ? segment.withoutPoint() : segment);
        }
        notifyAll();
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        thread.interrupt();
    }
}
