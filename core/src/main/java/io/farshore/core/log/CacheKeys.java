package io.farshore.core.log;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where things lie in cache storage; the layout is in the package's documentation. */
public record CacheKeys(String machine) {
    /** Everything that Farshore keeps in cache storage lies below this. */
    public static final String ROOT = "cache/";

    private static final Pattern GENERATION = Pattern.compile("[0-7][0-9a-f]{7}");

    public CacheKeys {
        Names.check("machine", machine);
    }

    public String root() {
        return ROOT + machine + "/";
    }

    public String generations() {
        return root() + "generation/";
    }

    public String claim(int generation) {
        return generations() + "%08x".formatted(generation);
    }

    public String end(int generation) {
        return claim(generation) + ".end";
    }

    public String segments(int generation) {
        return root() + "log/%08x/".formatted(generation);
    }

    public String segment(int generation, long number) {
        return segments(generation) + SegmentId.fileName(number);
    }

    /** Wrapped data keys lie below this; see {@link io.farshore.core.crypto}. */
    public String dataKeys() {
        return root() + "key/";
    }

    public String replicated() {
        return root() + "replicated";
    }

    /** The generation whose claim has this key, or null when the key is not that of a claim. */
    public @Nullable Integer claimedGeneration(String key) {
        String digits =
                key.startsWith(generations()) ? key.substring(generations().length()) : "";
        return GENERATION.matcher(digits).matches() ? Integer.valueOf(digits, 16) : null;
    }
}
