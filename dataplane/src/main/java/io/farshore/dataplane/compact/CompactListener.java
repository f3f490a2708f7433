package io.farshore.dataplane.compact;

import io.farshore.core.run.RunRef;

/** Hears what compaction does. What it hears may still fail to be committed. */
public interface CompactListener {
    /** Points are dropped, as the retention policy wants. */
    default void dropping(String machine, int points) {}

    /** Runs and segments were merged into a run. */
    default void merged(String machine, int runs, int segments, RunRef run) {}

    /** These objects became garbage. */
    default void garbage(String machine, int objects) {}

    /** Garbage was deleted. */
    default void deleted(String machine, int objects) {}

    /** Somebody reads what could be deleted otherwise. */
    default void waitsForReaders(String machine, long version) {}
}
