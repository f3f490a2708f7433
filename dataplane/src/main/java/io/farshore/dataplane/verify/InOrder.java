package io.farshore.dataplane.verify;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Does numbered tasks on several threads and hands out the results in order, keeping only a few. */
final class InOrder {
    private final ExecutorService threads;
    private final int ahead;

    /** @param ahead how many tasks run, or wait to be handed out, at a time */
    InOrder(ExecutorService threads, int ahead) {
        this.threads = threads;
        this.ahead = ahead;
    }

    /** Makes the result of a number. */
    interface Task<T> {
        T run(int number) throws IOException;
    }

    /** Takes the result of a number. */
    interface Taker<T> {
        void take(int number, T result) throws IOException;
    }

    <T> void run(int count, Task<T> task, Taker<T> taker) throws IOException {
        ArrayDeque<Future<T>> running = new ArrayDeque<>();
        try {
            int next = 0;
            for (int number = 0; number < count; number++) {
                while (next < count && running.size() < ahead) {
                    int started = next++;
                    running.add(threads.submit(() -> task.run(started)));
                }
                taker.take(number, get(running.remove()));
            }
        } finally {
            running.forEach(each -> each.cancel(true));
        }
    }

    private static <T> T get(Future<T> running) throws IOException {
        try {
            return running.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while verifying");
        }
    }
}
