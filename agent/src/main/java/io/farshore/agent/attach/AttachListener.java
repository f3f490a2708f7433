package io.farshore.agent.attach;

/** Hears what the mirror jobs do; what the capture does is heard by its own listener. Called on threads of the attachment. */
public interface AttachListener {
    /** Once a second while the initial copy runs. */
    void mirrored(String disk, long doneBytes, long totalBytes);

    /** The mirror of some disk ended by itself; the guest runs on, and a new full copy follows. */
    void mirrorLost(String reason);

    /** The domain does not run any more: there is nothing left to capture. */
    void domainStopped();

    /** Capture cannot go on. */
    void failed(Exception cause);
}
