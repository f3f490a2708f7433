package io.farshore.core.store;

/**
 * What a key is: one or more parts joined by {@code /}, at most {@value #LONGEST_KEY} characters together. A part has 1 to
 * {@value #LONGEST_PART} characters out of {@code A-Z a-z 0-9 . _ -} and does not start with a dot. So no key can leave the
 * root of a store, every store can hold every key, and the order of strings is the order of bytes.
 */
public final class Keys {
    static final int LONGEST_KEY = 1000;
    static final int LONGEST_PART = 250;

    private Keys() {}

    /** Returns the key, or refuses it with an {@link IllegalArgumentException} that says why. */
    public static String check(String key) {
        for (String part : key.split("/", -1)) {
            if (part.isEmpty()) {
                throw refused("key", key, "has an empty part");
            }
        }
        return checkParts("key", key);
    }

    /** Returns the beginning of a key, or refuses it with an {@link IllegalArgumentException}; it may be empty and end anywhere. */
    public static String checkPrefix(String prefix) {
        String[] parts = prefix.split("/", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            if (parts[i].isEmpty()) {
                throw refused("prefix", prefix, "has an empty part");
            }
        }
        return checkParts("prefix", prefix);
    }

    /** True when the text can be a part of a key; a store's own files, such as temporary ones, have names that cannot. */
    static boolean isPart(String part) {
        return !part.isEmpty() && part.charAt(0) != '.' && part.length() <= LONGEST_PART && allowedChars(part);
    }

    private static String checkParts(String what, String text) {
        if (text.length() > LONGEST_KEY) {
            throw refused(what, text, "is longer than " + LONGEST_KEY + " characters");
        }
        for (String part : text.split("/", -1)) {
            if (!part.isEmpty() && !isPart(part)) {
                throw refused(what, text, reason(part));
            }
        }
        return text;
    }

    private static String reason(String part) {
        if (part.charAt(0) == '.') {
            return "has a part that starts with a dot";
        }
        return allowedChars(part)
                ? "has a part longer than " + LONGEST_PART + " characters"
                : "has other characters than A-Z a-z 0-9 . _ - and /";
    }

    private static boolean allowedChars(String part) {
        return part.chars().allMatch(Keys::isAllowed);
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "._-".indexOf(c) >= 0;
    }

    private static IllegalArgumentException refused(String what, String text, String why) {
        return new IllegalArgumentException("the %s \"%s\" %s".formatted(what, text, why));
    }
}
