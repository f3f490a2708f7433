package io.farshore.dist.wrong.core.store;

/** Allowed: the thread is the caller's. */
public record MindsInterruption(int number) {
    public boolean stop() {
        return Thread.currentThread().isInterrupted();
    }
}
