package io.farshore.core.catalog;

import io.farshore.core.log.Position;
import io.farshore.core.retention.RetentionPoint;
import java.time.Instant;
import java.util.List;

/**
 * A position that a machine can be opened at.
 *
 * @param name what a person called it; empty when nobody did
 * @param type {@code CrashConsistent} or {@code AppConsistent}, as in the REST contract
 * @param time when the disks held this
 * @param disks names of the disks it holds
 * @param marked made by policy or by name, not only the end of a segment
 */
public record RecoveryPoint(
        Position position, String name, String type, Instant time, List<String> disks, boolean marked)
        implements RetentionPoint {
    public RecoveryPoint {
        disks = List.copyOf(disks);
    }

    /** What a person or a program names the point by. */
    public String id() {
        return position.toString();
    }
}
