package io.farshore.dataplane.nbd.server;

/** Waiting for threads. */
final class Threads {
    private Threads() {}

    /** Waits until the thread has ended, also when interrupted; returns at once for the caller's own thread. */
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread != Thread.currentThread() && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
