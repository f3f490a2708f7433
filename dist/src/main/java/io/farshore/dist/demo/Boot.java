package io.farshore.dist.demo;

import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.testbed.guest.ConsoleLog.Acknowledged;
import io.farshore.testbed.guest.GuestReport;
import io.farshore.testbed.guest.RecordFindings;
import java.time.Duration;
import java.util.List;

/**
 * A guest that was booted from a recovery point, and its disks are local.
 *
 * @param found what the guest says
 */
record Boot(
        RecoveryPoint point,
        GuestReport found,
        double powerOnSeconds,
        double guestReadySeconds,
        double hydratedSeconds) {
    /** A report of the guest is seen so much later than it was made, at most. */
    private static final Duration SEEN_LATER = Duration.ofSeconds(1);

    /** Whether the records are a prefix that holds all that was acknowledged before the point, and nothing that was begun after it. */
    boolean holds(List<Acknowledged> history) {
        return found.prefixHolds() && found.highest() >= acknowledgedBefore(history) && !isNewerThanThePoint(history);
    }

    /** Whether the disks, read by somebody else, hold what the guest says. */
    boolean agreesWith(RecordFindings restored) {
        return restored.prefixHolds() && restored.highest() == found.highest();
    }

    private long acknowledgedBefore(List<Acknowledged> history) {
        return history.stream()
                .filter(each -> each.at().isBefore(point.time()))
                .mapToLong(Acknowledged::number)
                .max()
                .orElse(0);
    }

    /** The newest record found was begun when the one before it had been reported. */
    private boolean isNewerThanThePoint(List<Acknowledged> history) {
        return history.stream()
                .filter(each -> each.number() == found.highest() - 1)
                .anyMatch(each -> each.at().isAfter(point.time().plus(SEEN_LATER)));
    }
}
