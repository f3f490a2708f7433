package io.farshore.agent.boot;

import java.time.Duration;

/** Hears how a machine comes up. */
public interface RecoveryListener {
    /** @param since from the request to the guest's first instruction */
    void poweredOn(Duration since);

    /** About once a second. */
    void hydrating(long doneBytes, long totalBytes);

    /** @param since from the request to the last byte */
    void hydrated(Duration since);
}
