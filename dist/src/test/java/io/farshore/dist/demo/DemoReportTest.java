package io.farshore.dist.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.log.Position;
import io.farshore.testbed.guest.ConsoleLog.Acknowledged;
import io.farshore.testbed.guest.GuestReport;
import io.farshore.testbed.guest.RecordFindings;
import io.farshore.testbed.guest.RecordFindings.Damage;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The demonstration's judge: what a broken product would make it find. */
final class DemoReportTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    /** Record n was reported n seconds after the start. */
    private static final List<Acknowledged> HISTORY = LongStream.rangeClosed(1, 100)
            .mapToObj(number -> new Acknowledged(number, START.plusSeconds(number)))
            .toList();

    private static final DemoReport.EarlierPoint EARLIER =
            new DemoReport.EarlierPoint("2026-01-01T00:01:30Z", 90, true);

    @Test
    void everythingHoldsWhenWhatWasLostIsWithinTheLag() {
        DemoReport report = report(98, 1.9, true, EARLIER);
        assertThat(report.failures()).isEmpty();
        assertThat(DemoCommand.toJson(report).path("ok").asBoolean()).isTrue();
    }

    @Test
    void failsWhenMoreWasLostThanTheLagThatWasReported() {
        expectFailure(report(97, 3.1, true, EARLIER), "more was lost than the lag");
    }

    @Test
    void failsWhenItIsNotKnownWhatWasLost() {
        expectFailure(report(97, Double.NaN, true, EARLIER), "more was lost than the lag");
    }

    @Test
    void failsWithoutAPrefix() {
        expectFailure(report(98, 1.9, false, EARLIER), "not exactly a prefix of");
    }

    @Test
    void failsWhenNothingWasRecovered() {
        assertThat(report(0, 1.9, true, EARLIER).failures()).contains("no record was recovered");
    }

    @Test
    void failsWhenTheEarlierPointIsBrokenOrNotEarlier() {
        expectFailure(report(98, 1.9, true, earlier(90, false)), "earlier point's records");
        expectFailure(report(98, 1.9, true, earlier(98, true)), "not earlier");
        expectFailure(report(98, 1.9, true, earlier(0, true)), "not earlier");
    }

    @Test
    void aPointHoldsWhatWasAcknowledgedBeforeIt() {
        assertThat(boot(guest(50, 50)).holds(HISTORY)).isTrue();
        assertThat(boot(guest(51, 51)).holds(HISTORY)).as("one in flight").isTrue();
        assertThat(boot(guest(48, 48)).holds(HISTORY))
                .as("record 49 was acknowledged before the point")
                .isFalse();
    }

    @Test
    void aPointWithAHoleOrDamageDoesNotHold() {
        assertThat(boot(guest(49, 50)).holds(HISTORY)).isFalse();
        assertThat(boot(new GuestReport(50, 50, true, 1, 0, START)).holds(HISTORY))
                .isFalse();
    }

    @Test
    void aPointDoesNotHoldWhatWasWrittenAfterIt() {
        assertThat(boot(guest(60, 60)).holds(HISTORY)).isFalse();
    }

    @Test
    void theGuestIsNotItsOnlyJudge() {
        Boot boot = boot(guest(50, 50));
        assertThat(boot.agreesWith(disks(50, 50))).isTrue();
        assertThat(boot.agreesWith(disks(49, 50))).isFalse();
        assertThat(boot.agreesWith(disks(49, 49))).isFalse();
        assertThat(boot.agreesWith(disks(50, 50, new Damage("vda", 0, 9, "no whole record"))))
                .isFalse();
    }

    private static void expectFailure(DemoReport report, String words) {
        assertThat(report.failures()).singleElement().asString().contains(words);
        assertThat(report.ok()).isFalse();
        assertThat(DemoCommand.toJson(report).path("ok").asBoolean(true)).isFalse();
        assertThat(DemoCommand.toJson(report).path("failures")).hasSize(1);
    }

    /** Of 100 records that were acknowledged, and a lag of 2 s. */
    private static DemoReport report(
            long recovered, double lostSeconds, boolean prefixHolds, DemoReport.EarlierPoint earlier) {
        return new DemoReport(100, recovered, 100 - recovered, lostSeconds, 2.0, 1, 2, 3, prefixHolds, earlier);
    }

    private static DemoReport.EarlierPoint earlier(long recovered, boolean prefixHolds) {
        return new DemoReport.EarlierPoint("2026-01-01T00:01:30Z", recovered, prefixHolds);
    }

    /** From the point of second 50. */
    private static Boot boot(GuestReport found) {
        RecoveryPoint point = new RecoveryPoint(
                new Position(1, 7), "", "CrashConsistent", START.plusSeconds(50), List.of("vda"), false);
        return new Boot(point, found, 1, 2, 3);
    }

    private static GuestReport guest(long records, long highest) {
        return new GuestReport(records, highest, records == highest, 0, 0, START);
    }

    private static RecordFindings disks(long records, long highest, Damage... damages) {
        return new RecordFindings(records, highest, List.of(damages), false, START);
    }
}
