package io.farshore.fabric.mirror;

/** What a {@link Mirror} tells, in the order in which it happened. */
public sealed interface MirrorEvent {
    /** This disk and its sink are equal, and stay so with every write. */
    record DiskReady(String disk) implements MirrorEvent {}

    /** All disks are ready: initial replication is complete. Told once. */
    record AllReady() implements MirrorEvent {}

    /** The job of this disk ended by itself, most likely because its sink died. The guest runs on; the disk's writes are not captured any more. */
    record DiskFailed(String disk, String reason) implements MirrorEvent {}

    /** Someone ended the job of this disk, we by {@link Mirror#detach} or an administrator. */
    record DiskCancelled(String disk) implements MirrorEvent {}

    /** The domain does not run any more, and its jobs ended with it. The last event. */
    record DomainStopped() implements MirrorEvent {}

    /** libvirt does not answer, so the jobs, which may well run on, are not observed. The last event. */
    record Unobserved(String reason) implements MirrorEvent {}
}
