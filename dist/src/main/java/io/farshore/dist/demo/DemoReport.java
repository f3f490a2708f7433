package io.farshore.dist.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * What the demonstration found.
 *
 * @param acknowledged the newest record that the guest had reported as durable when its region was lost
 * @param recovered the newest record that the guest found in the other region
 * @param lostRecords acknowledged and not recovered
 * @param lostSeconds between the newest recovered record and the loss of the region; 0 when no record was lost
 * @param reportedLagSeconds what the loss had to stay within: the lag as last reported, and the time since that report
 * @param powerOnSeconds from the failover command to the guest's first instruction
 * @param guestReadySeconds from the failover command to the guest's first line
 * @param hydratedSeconds from the failover command to the last byte on the local disks
 * @param prefixHolds the records found are exactly 1 to {@code recovered}, as the guest says and as the restored disks say, and none
 *     is missing that was acknowledged before the recovery point
 */
public record DemoReport(
        long acknowledged,
        long recovered,
        long lostRecords,
        double lostSeconds,
        double reportedLagSeconds,
        double powerOnSeconds,
        double guestReadySeconds,
        double hydratedSeconds,
        boolean prefixHolds,
        EarlierPoint earlierPoint) {

    /** The same guest, booted from a point in the past. */
    public record EarlierPoint(String time, long recovered, boolean prefixHolds) {}

    /** What does not hold, in words; empty when everything does. */
    public List<String> failures() {
        List<String> failures = new ArrayList<>();
        expect(failures, prefixHolds, "the recovered records are not exactly a prefix of the acknowledged ones");
        expect(failures, recovered > 0, "no record was recovered");
        expect(failures, lostSeconds <= reportedLagSeconds, "more was lost than the lag that was reported");
        expect(failures, earlierPoint.prefixHolds(), "the earlier point's records are not exactly a prefix");
        expect(
                failures,
                earlierPoint.recovered() > 0 && earlierPoint.recovered() < recovered,
                "the earlier point is not earlier");
        return failures;
    }

    public boolean ok() {
        return failures().isEmpty();
    }

    private static void expect(List<String> failures, boolean holds, String otherwise) {
        if (!holds) {
            failures.add(otherwise);
        }
    }
}
