package io.farshore.testbed.guest;

import io.farshore.testbed.program.FollowedFile;
import io.farshore.testbed.program.FollowedFile.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a guest says on its serial console, as events. Follows the file; does not look at disks. */
public final class ConsoleLog implements AutoCloseable {
    private static final String UP = "FARSHORE UP";
    /** A line that a kernel message has broken into is not a report. */
    private static final Pattern RECORD = Pattern.compile("FARSHORE RECORD (\\d{1,18})");

    private final FollowedFile file;

    private ConsoleLog(FollowedFile file) {
        this.file = file;
    }

    /** A record that the guest has reported as durable, and when the report was seen here. */
    public record Acknowledged(long number, Instant at) {}

    /** Starts to follow the console's file from its beginning; it need not exist yet. */
    public static ConsoleLog follow(Path file, InstantSource clock) throws IOException {
        return new ConsoleLog(FollowedFile.follow(file, clock));
    }

    /** When the guest's first line came. */
    public Instant awaitUp(Duration atMost) throws IOException, InterruptedException, TimeoutException {
        return file.await(line -> line.startsWith(UP), "the guest's first line", atMost)
                .at();
    }

    /** What the guest found on its disks when it booted. */
    public GuestReport awaitFound(Duration atMost) throws IOException, InterruptedException, TimeoutException {
        return GuestReport.parse(
                file.await(line -> line.startsWith(GuestReport.START), "what the guest finds on its disks", atMost)
                        .text());
    }

    /** The first report of this record, or of a later one, as durable. */
    public Acknowledged awaitRecord(long number, Duration atMost)
            throws IOException, InterruptedException, TimeoutException {
        return acknowledged(file.await(line -> number(line) >= number, "record " + number, atMost));
    }

    /** All records that the guest has reported as durable so far, in the order of their reports. */
    public List<Acknowledged> acknowledged() {
        return file.lines().stream()
                .filter(line -> number(line.text()) > 0)
                .map(ConsoleLog::acknowledged)
                .toList();
    }

    /** The record that was reported last, or null when none was. */
    public @Nullable Acknowledged newest() {
        List<Acknowledged> all = acknowledged();
        return all.isEmpty() ? null : all.getLast();
    }

    /** Everything that came, for people. */
    public List<Line> lines() {
        return file.lines();
    }

    private static Acknowledged acknowledged(Line line) {
        return new Acknowledged(number(line.text()), line.at());
    }

    /** The number of the record that the line reports; 0 when it reports none. */
    private static long number(String line) {
        Matcher matcher = RECORD.matcher(line);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /** Stops to follow, after having read what is there. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
