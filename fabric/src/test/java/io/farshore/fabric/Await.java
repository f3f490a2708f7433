package io.farshore.fabric;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what sends no event: another process's socket, a line in its log. */
public final class Await {
    private Await() {}

    public static void until(String what, Duration limit, Callable<Boolean> holds) throws Exception {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!holds.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited %s in vain for: %s".formatted(limit, what));
            }
            Thread.sleep(50);
        }
    }
}
