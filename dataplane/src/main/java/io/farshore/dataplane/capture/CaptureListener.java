package io.farshore.dataplane.capture;

import io.farshore.core.log.Mark;
import io.farshore.core.log.Position;
import io.farshore.core.log.SegmentHeader;
import io.farshore.dataplane.ship.LagMeter.Lag;
import org.jspecify.annotations.Nullable;

/** Hears what happens to a machine's capture. Called on threads of the capture, never on one that a guest waits for. */
public interface CaptureListener {
    void state(CaptureState state);

    /** A segment is in cache storage, and all before it are. */
    void segment(SegmentHeader header);

    void mark(Position position, Mark mark);

    /** Once a second. */
    void lag(Position captured, @Nullable Position replicated, Lag lag);

    /** Once a second while a copy is under way, and when it is complete. Bytes read, of so many. */
    void copied(long bytes, long total);

    /** Changes behind a sink were missed: the whole of the mirrored disks has to be copied into the sinks again. */
    void mirrorNeeded();

    /** Something does not work and is tried again. */
    void trouble(String message);
}
