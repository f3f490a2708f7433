package io.farshore.dataplane.capture;

/**
 * Knows whether sinks were given every write, which they cannot know themselves: a mirror job that has ended leaves no trace in what it
 * wrote to them.
 */
@FunctionalInterface
public interface Witness {
    /** Whether the sinks have been given every write until now. May take its time: shipping waits for it, a guest does not. */
    boolean sawEverything() throws InterruptedException;
}
