package io.farshore.dist.mobility;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.dist.demo.FarshoreProcess.Event;
import io.farshore.testbed.guest.ConsoleLog;
import io.farshore.testbed.guest.ConsoleLog.Acknowledged;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the guest, and who reads the lag, notice of cache storage that is away.
 *
 * @param console the guest's
 */
record Lateness(ConsoleLog console) {
    /** From a lag's reading to our reading of it. */
    private static final double PRINTING_SECONDS = 0.3;

    /** As many records in a second as in the seconds before, give or take what a busy machine takes. */
    void expectSamePace(Instant gone, Instant until) {
        Duration away = Duration.between(gone, until);
        long during = acknowledgedBetween(gone, until);
        long before = acknowledgedBetween(gone.minus(away), gone);
        assertThat(during).isGreaterThan(before / 2);
        assertThat(longestSilence(gone, until)).isLessThan(Duration.ofSeconds(1));
    }

    private long acknowledgedBetween(Instant from, Instant to) {
        return console.acknowledged().stream()
                .filter(record -> record.at().isAfter(from) && record.at().isBefore(to))
                .count();
    }

    private Duration longestSilence(Instant from, Instant to) {
        Duration longest = Duration.ZERO;
        Instant last = from;
        for (Acknowledged record : console.acknowledged()) {
            if (record.at().isAfter(from) && record.at().isBefore(to)) {
                Duration silence = Duration.between(last, record.at());
                longest = silence.compareTo(longest) > 0 ? silence : longest;
                last = record.at();
            }
        }
        return longest;
    }

    /** The lag comes every second, and is never less than the age of a record that cannot be replicated yet. */
    void expectHonestLag(List<Event> events, Instant gone, Instant back) {
        List<Event> lags = events.stream()
                .filter(event -> event.is("lag")
                        && event.at().isAfter(gone)
                        && event.at().isBefore(back))
                .toList();
        assertThat(lags).hasSizeGreaterThan(2);
        Instant oldest = console.acknowledged().stream()
                .map(Acknowledged::at)
                .filter(at -> at.isAfter(gone))
                .findFirst()
                .orElseThrow();
        for (Event lag : lags) {
            double age = Duration.between(oldest, lag.at()).toMillis() / 1000.0;
            assertThat(lag.json().path("seconds").asDouble()).as("%s", lag).isGreaterThan(age - PRINTING_SECONDS);
        }
    }
}
