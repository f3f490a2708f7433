package io.farshore.fabric;

/** Ends a listener's hearing. Closing twice is harmless. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
