package io.farshore.testbed;

import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program that was started in a host. Signals go to the program itself, not to the helper that carried it in. It needs no
 * closing: it ends with the host at the latest.
 */
public final class HostProcess {
    private static final Duration ENTERING = Duration.ofSeconds(5);

    private final Process carrier;

    HostProcess(Process carrier) {
        this.carrier = carrier;
    }

    public boolean isAlive() {
        return carrier.isAlive();
    }

    /** What the program prints, when it was started with a pipe. */
    public InputStream output() {
        return carrier.getInputStream();
    }

    /** What the program complains, when it was started with a pipe. */
    public InputStream errors() {
        return carrier.getErrorStream();
    }

    /** Asks the program to end (SIGTERM). Does not wait for it. */
    public void terminate() throws InterruptedException {
        program().ifPresent(ProcessHandle::destroy);
    }

    /** Kills the program (SIGKILL). Does not wait for it. */
    public void kill() throws InterruptedException {
        program().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** True when the program has ended within the time. */
    public boolean waitFor(Duration atMost) throws InterruptedException {
        return carrier.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How it ended; 128 and the signal's number when it was killed. */
    public int exitCode() {
        return carrier.exitValue();
    }

    /** The program itself; empty when it has ended. The helper forks it as its only child, at once, and stays its parent. */
    public Optional<ProcessHandle> program() throws InterruptedException {
        long deadline = System.nanoTime() + ENTERING.toNanos();
        while (carrier.isAlive() && System.nanoTime() < deadline) {
            Optional<ProcessHandle> child = carrier.children().findFirst();
            if (child.isPresent()) {
                return child;
            }
            carrier.waitFor(1, TimeUnit.MILLISECONDS); // there is no event for a fork of somebody else
        }
        return Optional.empty();
    }
}
