package io.farshore.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * Lets a command that runs until it is stopped end in an orderly way on SIGTERM or SIGINT, with an exit code of its own: the virtual
 * machine's shutdown waits until the program says that it has {@linkplain #programEnded ended}.
 */
public final class Stopping {
    private static final CompletableFuture<Integer> EXIT_CODE = new CompletableFuture<>();

    private final CountDownLatch asked = new CountDownLatch(1);

    private Stopping() {}

    /** What {@code --stop-timeout} says. */
    static Duration timeout(int seconds) {
        if (seconds < 0) {
            throw new IllegalArgumentException(
                    "--stop-timeout %d is no time to wait: say 0 or more seconds".formatted(seconds));
        }
        return Duration.ofSeconds(seconds);
    }

    /** From here on signals ask to stop, and nothing else ends the program. */
    static Stopping onSignals() {
        Stopping stopping = new Stopping();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(stopping::stopAndHalt));
        return stopping;
    }

    /** Says that everything has been done and printed. The program calls it last, before it exits. */
    public static void programEnded(int exitCode) {
        EXIT_CODE.complete(exitCode);
    }

    /** Asks to stop, as a signal does. */
    void ask() {
        asked.countDown();
    }

    boolean isAsked() {
        return asked.getCount() == 0;
    }

    void await() throws InterruptedException {
        asked.await();
    }

    /** Interrupts the thread once somebody has asked to stop. */
    void interrupts(Thread thread) {
        Thread.ofVirtual().name("stop " + thread.getName()).start(() -> {
            try {
                asked.await();
                thread.interrupt();
            } catch (InterruptedException e) {
                // Nobody interrupts this thread; without it there is nothing to do.
            }
        });
    }

    private void stopAndHalt() {
        if (!EXIT_CODE.isDone()) {
            ask();
            Runtime.getRuntime().halt(EXIT_CODE.join());
        }
    }
}
