package io.farshore.fabric.mirror;

/** Where the mirror of one disk stands. */
public enum DiskState {
    COPYING,
    READY,
    FAILED,
    CANCELLED,
    /** The domain stopped. */
    STOPPED;

    public boolean hasEnded() {
        return this != COPYING && this != READY;
    }
}
