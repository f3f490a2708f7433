package io.farshore.fabric.mirror;

import io.farshore.fabric.BlockJobChange;

/** What wakes a {@link Mirror}'s thread. */
sealed interface Signal {
    record JobChanged(String disk, BlockJobChange change) implements Signal {}

    record Stopped() implements Signal {}

    record Close() implements Signal {}
}
