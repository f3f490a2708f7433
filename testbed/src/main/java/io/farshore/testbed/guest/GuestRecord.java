package io.farshore.testbed.guest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One record as the guest writes it; the package says its form. */
record GuestRecord(long number, Instant time) {
    static final int BYTES = 4096;
    private static final String PAD = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final long FACTOR = 69069;
    private static final long MODULUS = 2147483647;
    private static final int HEAD = 64;

    byte[] encode() {
        String unit = "%d %d %d %s ".formatted(number, time.toEpochMilli(), sum(), PAD);
        String text = unit.repeat(BYTES / unit.length() + 1).substring(0, BYTES - 1) + "\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private long sum() {
        long millis = time.toEpochMilli();
        return ((number * FACTOR + millis / 1000) % MODULUS * FACTOR + millis % 1000) % MODULUS;
    }

    /** The record in these bytes, or null when they are not wholly one. */
    static @Nullable GuestRecord parse(byte[] bytes) {
        String[] head = new String(bytes, 0, HEAD, StandardCharsets.ISO_8859_1).split(" ", 3);
        if (!head[0].matches("[1-9]\\d{0,11}") || !head[1].matches("\\d{1,13}")) {
            return null;
        }
        GuestRecord record = new GuestRecord(Long.parseLong(head[0]), Instant.ofEpochMilli(Long.parseLong(head[1])));
        return Arrays.equals(record.encode(), bytes) ? record : null;
    }
}
