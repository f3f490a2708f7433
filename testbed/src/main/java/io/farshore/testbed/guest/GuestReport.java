package io.farshore.testbed.guest;

import java.io.IOException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the guest says it found on its disks at boot.
 *
 * @param records whole, undamaged records found in their places
 * @param highest the highest number among them, 0 without any
 * @param damaged places that hold something that is not their record
 * @param torn 1 when the place of record {@code highest + 1} holds a part of it, as a crash may leave; not counted as damaged
 * @param newest the guest's time in the newest record; the epoch without any
 */
public record GuestReport(long records, long highest, boolean isContiguous, long damaged, long torn, Instant newest) {
    static final String START = "FARSHORE FOUND ";
    private static final Pattern FORM = Pattern.compile(
            START + "records=(\\d+) highest=(\\d+) contiguous=(yes|no) damaged=(\\d+) torn=(\\d+) lasttime=(\\d+)");

    static GuestReport parse(String line) throws IOException {
        Matcher matcher = FORM.matcher(line);
        if (!matcher.matches()) {
            throw new IOException(
                    "the guest's report is not understood: expected %s, found '%s'".formatted(FORM, line));
        }
        return new GuestReport(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                matcher.group(3).equals("yes"),
                Long.parseLong(matcher.group(4)),
                Long.parseLong(matcher.group(5)),
                Instant.ofEpochMilli(Long.parseLong(matcher.group(6))));
    }

    /** True when the records found are exactly 1 to {@link #highest} and nothing else is there. */
    public boolean prefixHolds() {
        return isContiguous && damaged == 0;
    }
}
