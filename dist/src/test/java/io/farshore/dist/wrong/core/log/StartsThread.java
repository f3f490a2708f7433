package io.farshore.dist.wrong.core.log;

/** A log with a life of its own. */
public record StartsThread(Runnable duty) {
    public Thread start() {
        return Thread.ofVirtual().start(duty);
    }
}
