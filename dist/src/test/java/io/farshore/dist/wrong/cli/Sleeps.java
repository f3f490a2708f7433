package io.farshore.dist.wrong.cli;

/** Waits for luck. */
public record Sleeps(long millis) {
    public void nap() throws InterruptedException {
        Thread.sleep(millis);
    }
}
