package io.farshore.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sizes as people write them: a number of bytes, or one with K, M, G or T for powers of 1024. */
final class Sizes {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})([KMGTkmgt]?)(i?[Bb])?");
    private static final String UNITS = "KMGT";

    private Sizes() {}

    /** The size in bytes, or null when the text is none. */
    static @Nullable Long parse(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String unit = matcher.group(2).toUpperCase(Locale.ROOT);
        int shift = unit.isEmpty() ? 0 : 10 * (UNITS.indexOf(unit) + 1);
        long number = Long.parseLong(matcher.group(1));
        if (number > Long.MAX_VALUE >> shift) {
            throw new IllegalArgumentException("a size of %s is more than any disk has: at most 64T".formatted(text));
        }
        return number << shift;
    }

    /** A limit in bytes per second; none is 0. */
    static long limit(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        Long limit = parse(text);
        if (limit == null || limit == 0) {
            throw new IllegalArgumentException("'%s' is no limit: give bytes per second, such as 50M".formatted(text));
        }
        return limit;
    }

    /** For people: {@code 1.5 GiB}. */
    static String format(long bytes) {
        double value = bytes;
        int unit = -1;
        while (Math.abs(value) >= 1024 && unit < UNITS.length() - 1) {
            value /= 1024;
            unit++;
        }
        return unit < 0 ? bytes + " B" : "%.1f %siB".formatted(value, UNITS.charAt(unit));
    }
}
