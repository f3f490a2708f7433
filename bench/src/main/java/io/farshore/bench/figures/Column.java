package io.farshore.bench.figures;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param heading for people
 * @param key in JSON, with its unit
 * @param format of its values for people
 */
public record Column(String heading, String key, String format) {
    public static Column text(String heading, String key) {
        return new Column(heading, key, "%s");
    }

    public static Column count(String heading, String key) {
        return new Column(heading, key, "%,d");
    }

    /** A number with so many decimals. */
    public static Column number(String heading, String key, int decimals) {
        return new Column(heading, key, "%,." + decimals + "f");
    }

    String cell(@Nullable Object value) {
        boolean absent = value == null || value.equals(Double.NaN);
        return absent ? "" : String.format(Locale.ROOT, format, value);
    }
}
