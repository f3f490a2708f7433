package io.farshore.core.retention;

import io.farshore.core.log.MarkKind;
import io.farshore.core.log.Position;
import java.time.Instant;

/** What retention has to know of a recovery point. */
public interface RetentionPoint {
    Position position();

    /** When the disks held this. */
    Instant time();

    /** {@code CrashConsistent} or {@code AppConsistent}, as in the REST contract. */
    String type();

    /** Made by policy or by name, not only the end of a segment. */
    boolean marked();

    default boolean appConsistent() {
        return type().equals(MarkKind.APP_CONSISTENT.pointType());
    }
}
