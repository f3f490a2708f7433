package io.farshore.core.log;

import org.jspecify.annotations.Nullable;

/** Where things lie in cache storage; the layout is in the package's documentation. */
public record CacheKeys(String machine) {
    /** Everything that Farshore keeps in cache storage lies below this. */
    public static final String ROOT = "cache/";

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

    public String replicated() {
        return root() + "replicated";
    }

    /** The generation whose claim has this key, or null when the key is not that of a claim. */
    public @Nullable Integer claimedGeneration(String key) {
        return key.length() == generations().length() + 8 && key.startsWith(generations())
                ? Integer.valueOf(Integer.parseUnsignedInt(key, generations().length(), key.length(), 16))
                : null;
    }
}
