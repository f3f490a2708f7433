package io.farshore.dataplane.view;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Does numbered tasks on several threads and returns when none is running any more. */
final class Parallel {
    private Parallel() {}

    /** One of the tasks. */
    interface Task {
        void run(int number) throws IOException;
    }

    /**
     * Runs tasks 0 to {@code count} - 1, at most {@code width} at a time; after a failure no further ones.
     *
     * @throws IOException the first failure
     */
    static void forEach(ExecutorService threads, int count, int width, Task task) throws IOException {
        if (count == 1) {
            task.run(0);
            return;
        }
        AtomicInteger next = new AtomicInteger();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        int workers = Math.min(count, width);
        CountDownLatch done = new CountDownLatch(workers);
        Runnable work = () -> {
            try {
                for (int number; failure.get() == null && (number = next.getAndIncrement()) < count; ) {
                    task.run(number);
                }
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            } finally {
                done.countDown();
            }
        };
        for (int i = 0; i < workers; i++) {
            threads.execute(work);
        }
        awaitUninterruptibly(done);
        rethrow(failure.get());
    }

    private static void rethrow(@Nullable Throwable failure) throws IOException {
        switch (failure) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
