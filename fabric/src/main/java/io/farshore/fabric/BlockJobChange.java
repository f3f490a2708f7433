package io.farshore.fabric;

/** What libvirt tells about a block job. */
public enum BlockJobChange {
    /** All is copied and source and target stay equal from here on. */
    READY,
    COMPLETED,
    FAILED,
    CANCELLED
}
